import { type Cloud, clouds } from '../src/config/clouds.ts';

/** Variables by name, as `env/.env.*` has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Who offers the app, in a package for trying things out. */
export const sampleDeveloper: Variables = Object.freeze({
  DEVELOPER_NAME: 'Security operations',
  DEVELOPER_WEBSITE_URL: 'https://www.example.com',
  DEVELOPER_PRIVACY_URL: 'https://www.example.com/privacy',
  DEVELOPER_TERMS_URL: 'https://www.example.com/terms',
});

/** The cloud that `CLOUD` names, as for the bot; undefined where there is none of that name. */
export function cloudOf({ CLOUD }: Variables): Cloud | undefined {
  const wanted = CLOUD?.trim().toLowerCase() || 'global';
  return Object.values(clouds).find(({ name }) => name === wanted);
}

/** What a package can do without, and what then stands in it. */
export function withDefaults(variables: Variables): Variables {
  // The link handler of the manifest listens to the portal of the bot's cloud.
  return { APP_NAME_SUFFIX: '', PORTAL_HOST: cloudOf(variables)?.portalHosts[0], ...sampleDeveloper, ...variables };
}

/**
 * Puts variables in the place of `${{NAME}}` in a JSON text.
 *
 * @returns the text, and the names of the variables that are missing or blank (a suffix may be)
 */
export function fillTemplate(template: string, variables: Variables): { text: string; missing: string[] } {
  const missing = new Set<string>();
  const text = template.replace(/\$\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined || (value.trim() === '' && name !== 'APP_NAME_SUFFIX')) missing.add(name);
    return JSON.stringify(value ?? '').slice(1, -1);
  });
  return { text, missing: [...missing] };
}
