/** Variables by name, as `env/.env.*` has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Portal hosts by the bot's `CLOUD`; the link handler of the manifest listens to one. */
const portalHosts: Readonly<Record<string, string>> = Object.freeze({
  global: 'security.microsoft.com',
  gcc: 'security.microsoft.com',
  gcch: 'security.microsoft.us',
  dod: 'security.apps.mil',
});

/** What a package can do without, and what then stands in it. */
export function withDefaults(variables: Variables): Variables {
  return {
    APP_NAME_SUFFIX: '',
    DEVELOPER_NAME: 'Security operations',
    DEVELOPER_WEBSITE_URL: 'https://www.example.com',
    DEVELOPER_PRIVACY_URL: 'https://www.example.com/privacy',
    DEVELOPER_TERMS_URL: 'https://www.example.com/terms',
    PORTAL_HOST: portalHosts[variables.CLOUD || 'global'],
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
