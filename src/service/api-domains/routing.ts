// Which mapping a request to a custom domain means. AWS: "Map API stages to a custom domain name for HTTP APIs": "Routing API requests".

import type { ReadTx } from "../../store/store.ts";
import type { Scope } from "../context.ts";
import type { DoorHead } from "../service.ts";
import type { ApiMappingRecord } from "./records.ts";
import { listMappings, loadDomainOwner } from "./repo.ts";

export interface DomainMatch {
  readonly scope: Scope;
  /** As it was registered: "*.example.com" for a wildcard. */
  readonly domainName: string;
  /** Undefined: no mapping takes the path. */
  readonly mapping: ApiMappingRecord | undefined;
  /** Below the mapping's key, still percent-encoded. */
  readonly path: string;
}

/** What a mapping's key is called where a request has matched it. */
export const basePathMatched = ({ key }: ApiMappingRecord): string => (key === "" ? "(none)" : key);

/** Whether a customer has made this name a custom domain. */
export function isCustomDomain(tx: ReadTx, host: string): boolean {
  return ownerOf(tx, host) !== undefined;
}

/** Doors are asked for every request, and most have "localhost" or an address for their host: nothing need be read for those. */
export function mayBeCustomDomain(host: string): boolean {
  return host.includes(".") && !/^[\d.]+$|\.amazonaws\.com$/.test(host);
}

/** The domain's name as it was registered, and whose it is; "*.example.com" takes all names directly below it. */
function ownerOf(tx: ReadTx, host: string): { readonly domainName: string; readonly scope: Scope } | undefined {
  if (!mayBeCustomDomain(host)) return undefined;
  for (const domainName of [host, host.replace(/^[^.]+/, "*")]) {
    const scope = loadDomainOwner(tx, domainName);
    if (scope !== undefined) return { domainName, scope };
  }
  return undefined;
}

/**
 * Whether a request is a call of another service of AWS's: S3's buckets have names below localhost, and signed calls go where they are signed
 * for, whoever has registered the name. Calls of APIs are signed for "execute-api".
 */
export function isCallOfAnother(host: string, { headers, rawQuery }: DoorHead): boolean {
  if (!host.endsWith(".localhost")) return false;
  const { authorization = "" } = headers;
  if (authorization.startsWith("AWS ") || /(^|&)AWSAccessKeyId=/.test(rawQuery)) return true;
  const [, credential] =
    /Credential=([^,\s]+)/.exec(authorization.startsWith("AWS4-") ? authorization : "") ??
    /(?:^|&)X-Amz-Credential=([^&]+)/.exec(rawQuery) ??
    [];
  return credential !== undefined && !/(\/|%2F)execute-api(\/|%2F)/i.test(credential);
}

/** Finds the domain and its mapping; undefined where the name is nobody's. */
export function matchDomain(tx: ReadTx, host: string, path: string): DomainMatch | undefined {
  const owner = ownerOf(tx, host);
  if (owner === undefined) return undefined;
  const mappings = listMappings(tx, owner.scope, owner.domainName);
  // AWS: with mappings of several levels the longest prefix wins, of whole segments or not; else segments are whole.
  const isLevelled = mappings.some(({ key }) => key.includes("/"));
  const mapping = mappings
    .filter(({ key }) => takes(key, path, isLevelled))
    .toSorted((one, other) => other.key.length - one.key.length)[0];
  const rest = mapping === undefined || mapping.key === "" ? path : path.slice(mapping.key.length + 1);
  // INFERRED: what follows a prefix within a segment is a path of its own.
  return { ...owner, mapping, path: rest.startsWith("/") ? rest : `/${rest}` };
}

function takes(key: string, path: string, isLevelled: boolean): boolean {
  const prefix = `/${key}`;
  return key === "" || path === prefix || path.startsWith(isLevelled ? prefix : `${prefix}/`);
}
