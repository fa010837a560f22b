import { isIPv4 } from 'node:net';

/** True for an http(s) URL whose host is this machine: `localhost`, 127.0.0.0/8 or `[::1]`. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && isLoopbackHost(hostname);
}

/** The same for a host as a URL has it. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
}
