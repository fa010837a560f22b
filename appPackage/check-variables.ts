import { type Cloud, clouds } from '../src/config/clouds.ts';
import { guid } from '../src/config/patterns.ts';
import { cloudOf, sampleDeveloper, type Variables } from './fill-template.ts';

/** What has to be changed before others install the app. */
export const samples: Variables = Object.freeze({
  TEAMS_APP_ID: '00000000-0000-0000-0000-000000000000',
  BOT_ID: '00000000-0000-0000-0000-000000000000',
  ...sampleDeveloper,
});

/** Characters that the schema has room for; those of a suffix after the longest name of the app in any language. */
const room = { APP_NAME_SUFFIX: 8, DEVELOPER_NAME: 32 } as const;

/**
 * Checks what the schema of a manifest lets pass, or says without the variable's name. What is not set at all is for
 * `fillTemplate` to say.
 *
 * @returns what is wrong, each with the name of its variable
 */
export function checkVariables(variables: Variables): string[] {
  const cloud = cloudOf(variables);
  return [
    ...(cloud === undefined ? [`CLOUD is none of ${Object.keys(clouds).join(', ')}: ${variables.CLOUD}`] : []),
    ...(cloud === undefined ? [] : checkPortalHost(variables.PORTAL_HOST, cloud)),
    ...['TEAMS_APP_ID', 'BOT_ID'].flatMap((name) => check(name, variables[name], isGuid, 'is no GUID')),
    ...Object.entries(room).flatMap(([name, most]) =>
      check(name, variables[name], (value) => [...value].length <= most, `is longer than ${most} characters`),
    ),
    ...['DEVELOPER_WEBSITE_URL', 'DEVELOPER_PRIVACY_URL', 'DEVELOPER_TERMS_URL'].flatMap((name) =>
      check(name, variables[name], isHttpsAddress, 'is no address with https://'),
    ),
  ];
}

/** The names of the variables that still have the value of a sample. */
export function namesOfSamples(variables: Variables): string[] {
  return Object.entries(samples).flatMap(([name, sample]) => {
    const value = variables[name];
    return value === sample || (name.endsWith('_URL') && isExample(value)) ? [name] : [];
  });
}

function checkPortalHost(host: string | undefined, { name, portalHosts }: Cloud): string[] {
  const wanted = portalHosts.join(' or ');
  return check(
    'PORTAL_HOST',
    host,
    (value) => portalHosts.includes(value),
    `is not ${wanted}, as CLOUD=${name} has it`,
  );
}

function check(name: string, value: string | undefined, isRight: (value: string) => boolean, wrong: string): string[] {
  return value === undefined || value.trim() === '' || isRight(value) ? [] : [`${name} ${wrong}: ${value}`];
}

function isGuid(value: string): boolean {
  return guid.test(value);
}

function isHttpsAddress(value: string): boolean {
  return /^https:\/\/[^\s/]+\S*$/i.test(value) && URL.canParse(value);
}

function isExample(value: string | undefined): boolean {
  return value !== undefined && URL.canParse(value) && /(^|\.)example\.(com|org|net)$/.test(new URL(value).hostname);
}
