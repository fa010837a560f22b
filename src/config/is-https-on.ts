/** True for an https URL on exactly one of `hosts`: no other port, no user info, no host that only looks alike. */
export function isHttpsOn(text: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host, username, password } = new URL(text);
  return protocol === 'https:' && hosts.includes(host) && username === '' && password === '';
}
