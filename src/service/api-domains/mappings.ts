// API mappings: which API a domain serves below which path. AWS: "Map API stages to a custom domain name for HTTP APIs", the same for REST APIs and
// for WebSocket APIs.

import type { ReadTx, WriteTx } from "../../store/store.ts";
import type { ApiFacts, Context, Scope } from "../context.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import type { ApiMappingRecord, DomainNameRecord } from "./records.ts";
import { listDomainNames, listMappings, loadMapping, removeMapping, saveMapping } from "./repo.ts";

/** LIMIT: AWS: "Map API stages to a custom domain name": characters of a key. */
const MOST_KEY_CHARACTERS = 300;
/** LIMIT: AWS: the same page: mappings with several levels, of one domain. */
const MOST_LEVELLED = 200;

/** Refuses what is no mapping's key. AWS: recorded (CDK issue 9077), but for the slash, which came later. */
export function requireMappingKey(key: string): void {
  if (key.length > MOST_KEY_CHARACTERS)
    throw badRequest(`An ApiMapping key may have at most ${MOST_KEY_CHARACTERS} characters`);
  if (!/^([a-zA-Z0-9$_.+!*'()-]+(\/[a-zA-Z0-9$_.+!*'()-]+)*)?$/.test(key))
    throw badRequest("An ApiMapping key may contain only letters, numbers and one of $-_.+!*'(),");
}

/** Keeps a mapping, in place of `previous` where that is given. `taken` is the service's word for a key that is in use. */
export function putMapping(
  tx: WriteTx,
  context: Pick<Context, "findApi" | "account" | "region">,
  domain: DomainNameRecord,
  mapping: ApiMappingRecord,
  { previous, taken }: { readonly previous?: ApiMappingRecord; readonly taken: string },
): void {
  const { domainName } = domain;
  const others = listMappings(tx, context, domainName).filter(({ mappingId }) => mappingId !== mapping.mappingId);
  if (others.some(({ key }) => key === mapping.key)) throw conflict(taken);
  requireFits(tx, context, domain, mapping, others);
  if (previous !== undefined) removeMapping(tx, context, domainName, previous.key);
  saveMapping(tx, context, domainName, mapping);
}

/** Refuses a mapping to what is not there, or to what the domain cannot serve. */
function requireFits(
  tx: ReadTx,
  context: Pick<Context, "findApi" | "account" | "region">,
  { endpointConfiguration, securityPolicy }: DomainNameRecord,
  { apiId, key, stage }: ApiMappingRecord,
  others: readonly ApiMappingRecord[],
): void {
  const api = context.findApi(tx, context, apiId);
  if (api === undefined) throw badRequest("Invalid API identifier specified");
  if (stage !== undefined && !api.hasStage(stage)) throw badRequest("Invalid stage identifier specified");
  const isEdge = endpointConfiguration.types[0] === "EDGE";
  if (isEdge && api.protocol !== "REST") throw badRequest(ONLY_REGIONAL);
  // AWS: "you must use a Regional custom domain name with the TLS 1.2 security policy"; the words are inferred.
  if ((api.protocol === "HTTP" || key.includes("/")) && securityPolicy === "TLS_1_0")
    throw badRequest("Only domain names with the security policy TLS_1_2 can have this API mapping.");
  if (isEdge && key.includes("/"))
    throw badRequest("Only REGIONAL domain names can have API mappings with multiple levels.");
  if (key.includes("/") && others.filter((other) => other.key.includes("/")).length >= MOST_LEVELLED)
    throw badRequest("Maximum number of API mappings with multiple levels for this domain name has been reached");
  // AWS: "You can't map WebSocket APIs to the same custom domain name as an HTTP API or REST API"; the words are inferred.
  const isSocket = (protocol: ApiFacts["protocol"] | undefined): boolean => protocol === "WEBSOCKET";
  const known = others.flatMap((other) => context.findApi(tx, context, other.apiId) ?? []);
  if (known.some(({ protocol }) => isSocket(protocol) !== isSocket(api.protocol)))
    throw badRequest("A WebSocket API cannot be mapped to the same domain name as an HTTP or REST API.");
}

/** AWS: recorded, of domains and mappings alike. */
export const ONLY_REGIONAL =
  "Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please use the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain names.";

/** A domain's mapping, by its id. */
export function requireMapping(tx: ReadTx, scope: Scope, domainName: string, mappingId: string): ApiMappingRecord {
  const found = listMappings(tx, scope, domainName).find((each) => each.mappingId === mappingId);
  if (found === undefined) throw notFound("Invalid ApiMapping identifier specified");
  return found;
}

/** A domain's mapping, by its key. */
export function requireMappingOfKey(tx: ReadTx, scope: Scope, domainName: string, key: string): ApiMappingRecord {
  const found = loadMapping(tx, scope, domainName, key);
  if (found === undefined) throw notFound("Invalid base path mapping identifier specified");
  return found;
}

/** The domains that map to an API, or to one of its stages. */
export function domainsOf(tx: ReadTx, scope: Scope, apiId: string, stageName?: string): readonly string[] {
  return listDomainNames(tx, scope)
    .filter(({ domainName }) =>
      listMappings(tx, scope, domainName).some(
        (mapping) => mapping.apiId === apiId && (stageName === undefined || mapping.stage === stageName),
      ),
    )
    .map(({ domainName }) => domainName);
}
