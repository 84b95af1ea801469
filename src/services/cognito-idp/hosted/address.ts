// Where a pool's hosted pages are: http://PREFIX.auth.REGION.localhost:PORT/..., as https://PREFIX.auth.REGION.amazoncognito.com on AWS, or,
// for clients that cannot resolve such names, http://localhost:PORT/_aws/auth/PREFIX/..., which takes a customer's own name as well. Pure.

const HOST = /^([a-z0-9-]+)\.auth\.[a-z0-9-]+\.(?:localhost|amazoncognito\.com)$/;
const PATH = /^\/_aws\/auth\/([a-z0-9.-]+)(\/.*)$/;

export interface HostedAddress {
  readonly prefix: string;
  readonly path: string;
  /** What comes before the path in links of the same pages. */
  readonly base: string;
}

/** Takes the address apart; undefined for what is none. `host` is in lower case and has no port. */
export function parseHostedAddress(host: string, path: string): HostedAddress | undefined {
  const [, named, rest] = PATH.exec(path) ?? [];
  if (named !== undefined && rest !== undefined) return { prefix: named, path: rest, base: `/_aws/auth/${named}` };
  const prefix = HOST.exec(host)?.[1];
  return prefix === undefined ? undefined : { prefix, path, base: "" };
}
