import { clouds } from '../src/config/clouds.ts';

/** Variables by name, as `env/.env.*` has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What a package can do without, and what then stands in it. */
export function withDefaults(variables: Variables): Variables {
  return {
    APP_NAME_SUFFIX: '',
    DEVELOPER_NAME: 'Security operations',
    DEVELOPER_WEBSITE_URL: 'https://www.example.com',
    DEVELOPER_PRIVACY_URL: 'https://www.example.com/privacy',
    DEVELOPER_TERMS_URL: 'https://www.example.com/terms',
    // The link handler of the manifest listens to the portal of the bot's cloud.
    PORTAL_HOST: Object.values(clouds).find(({ name }) => name === (variables.CLOUD || 'global'))?.portalHosts[0],
    ...variables,
  };
}

/**
 * Puts variables in the place of `${{NAME}}` in a JSON text.
 *
 * @returns the text, and the names of the variables that are missing or empty (a suffix may be)
 */
export function fillTemplate(template: string, variables: Variables): { text: string; missing: string[] } {
  const missing = new Set<string>();
  const text = template.replace(/\$\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined || (value === '' && name !== 'APP_NAME_SUFFIX')) missing.add(name);
    return JSON.stringify(value ?? '').slice(1, -1);
  });
  return { text, missing: [...missing] };
}
