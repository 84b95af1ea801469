// Custom domain names and the base paths under which they serve APIs, as this API has them: a certificate by its kind, base paths of one level,
// and patches. The domains themselves are kept in src/service/api-domains, for HTTP and WebSocket APIs as well.

import type { CreateDomainNameCommandInput, PatchOperation } from "@aws-sdk/client-api-gateway";
import type { Random } from "../../kernel/random.ts";
import {
  distributionNames,
  regionalNames,
  requireDomainName,
  requireDomainNameIsSound,
} from "../../service/api-domains/domains.ts";
import { requireMappingOfKey } from "../../service/api-domains/mappings.ts";
import type { ApiMappingRecord, DomainNameRecord } from "../../service/api-domains/records.ts";
import { listMappings } from "../../service/api-domains/repo.ts";
import type { Input } from "../../service/apis.ts";
import type { Context, Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { badRequest, limitExceeded, notServed } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import { patched, type PatchRule, text } from "./patches/patch.ts";
import { endpointConfigurationOf } from "./rest-apis.ts";

/** What of a domain's input has no effect here, by member. */
const UNSERVED = [
  "certificateBody",
  "certificatePrivateKey",
  "certificateChain",
  "mutualTlsAuthentication",
  "ownershipVerificationCertificateArn",
  "policy",
  "endpointAccessMode",
] as const;

/** A new domain's record. */
export function domainNameOf(
  input: Input<CreateDomainNameCommandInput>,
  scope: Scope,
  random: Random,
  nowMs: number,
): DomainNameRecord {
  const unserved = UNSERVED.find((name) => input[name] !== undefined);
  if (unserved !== undefined) throw notServed(`the domain name's property ${unserved}`);
  if (input.routingMode !== undefined && input.routingMode !== "BASE_PATH_MAPPING_ONLY")
    throw notServed("routing rules of domain names");
  requireDomainNameIsSound(input.domainName);
  const endpointConfiguration = endpointConfigurationOf(input.endpointConfiguration);
  const [type = "EDGE"] = endpointConfiguration.types;
  if (type === "PRIVATE") throw notServed("private domain names", "there are no VPCs");
  const isRegional = type === "REGIONAL";
  const certificateArn = isRegional ? input.regionalCertificateArn : input.certificateArn;
  if (certificateArn === undefined)
    throw badRequest(
      isRegional
        ? "The provided regional certificate is required for REGIONAL domain names"
        : "A certificate must be provided for EDGE domain names",
    );
  // AWS: recorded (SST issue 4131).
  if (isRegional && input.certificateArn !== undefined)
    throw badRequest("Cannot import certificates for EDGE while REGIONAL is active.");
  return {
    v: 1,
    domainName: input.domainName,
    certificateName: input.certificateName,
    regionalCertificateName: input.regionalCertificateName,
    certificateArn: input.certificateArn,
    regionalCertificateArn: input.regionalCertificateArn,
    ...(isRegional ? regionalNames(scope, random) : distributionNames(random)),
    certificateUploadedAtMs: isRegional ? undefined : nowMs,
    endpointConfiguration,
    securityPolicy: input.securityPolicy ?? "TLS_1_2",
    tags: input.tags ?? {},
  };
}

const REPLACE = ["replace", "add"] as const;

/** The domain after a patch. */
export function patchedDomainName(
  domain: DomainNameRecord,
  operations: readonly PatchOperation[] | undefined,
  made: { readonly scope: Scope; readonly random: Random; readonly nowMs: number },
): DomainNameRecord {
  const { scope, random, nowMs } = made;
  const rules: readonly PatchRule<DomainNameRecord>[] = [
    text<DomainNameRecord, "certificateName">("certificateName"),
    text<DomainNameRecord, "certificateArn">("certificateArn", { ops: REPLACE }),
    text<DomainNameRecord, "regionalCertificateName">("regionalCertificateName"),
    text<DomainNameRecord, "regionalCertificateArn">("regionalCertificateArn", { ops: REPLACE }),
    text<DomainNameRecord, "securityPolicy">("securityPolicy"),
    {
      path: "/endpointConfiguration/types/{index}",
      ops: ["replace"],
      // AWS: a domain changes between edge-optimized and regional where it has the other kind's certificate.
      apply: (record, { value }) => {
        if (value !== "EDGE" && value !== "REGIONAL")
          throw badRequest("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE");
        return {
          ...record,
          endpointConfiguration: endpointConfigurationOf({ types: [value] }),
          ...(value === "REGIONAL" && record.regionalDomainName === undefined ? regionalNames(scope, random) : {}),
          ...(value === "EDGE" && record.distributionDomainName === undefined ? distributionNames(random) : {}),
        };
      },
    },
  ];
  const changed = patched(domain, operations, rules);
  return changed.certificateArn === domain.certificateArn ? changed : { ...changed, certificateUploadedAtMs: nowMs };
}

/** A mapping's base path as it is kept. AWS: "(none)" stands for none. */
export function basePathOf(given: string | undefined): string {
  if (given === undefined || given === "" || given === "(none)") return "(none)";
  if (given.includes("/"))
    throw badRequest(
      "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.",
    );
  if (!/^[a-zA-Z0-9$_.+!*'()-]+$/.test(given))
    throw badRequest("Invalid base path specified: only letters, digits and $-_.+!*'() are allowed");
  return given;
}

/** A mapping as this API has it. */
export interface BasePathMapping {
  readonly basePath: string;
  readonly restApiId: string;
  readonly stage?: string;
}

/** A record as this API shows it. */
export function basePathMappingShape({ key, apiId, stage }: ApiMappingRecord): {
  basePath: string;
  restApiId: string;
  stage?: string;
} {
  return { basePath: key === "" ? "(none)" : key, restApiId: apiId, ...(stage === undefined ? {} : { stage }) };
}

/** What is kept of a mapping. */
export function mappingRecordOf({ basePath, restApiId, stage }: BasePathMapping, mappingId: string): ApiMappingRecord {
  const key = basePath === "(none)" ? "" : basePath;
  return { v: 2, mappingId, key, apiId: restApiId, ...(stage === undefined ? {} : { stage }) };
}

/** A mapping that is there. */
export function requireBasePathMapping(
  tx: ReadTx,
  scope: Scope,
  domainName: string,
  basePath: string,
): ApiMappingRecord {
  requireDomainName(tx, scope, domainName);
  const path = basePathOf(basePath);
  return requireMappingOfKey(tx, scope, domainName, path === "(none)" ? "" : path);
}

/** Refuses a mapping to an API of another kind: those are made by API Gateway V2. */
export function requireRestApi(tx: ReadTx, context: Context, apiId: string): void {
  if (context.findApi(tx, context, apiId)?.protocol !== "REST")
    throw badRequest("Invalid REST API identifier specified");
}

/** Refuses one mapping too many. */
export function requireRoomForMapping(tx: ReadTx, scope: Scope, domainName: string): void {
  if (listMappings(tx, scope, domainName).length >= LIMITS.basePathMappings)
    throw limitExceeded("Maximum number of base path mappings for this domain name has been reached");
}

const MAPPING_RULES: readonly PatchRule<BasePathMapping>[] = [
  text<BasePathMapping, "basePath">("basePath", { ops: ["add", "replace"], parse: basePathOf }),
  // AWS: the path is "/restapiId", all lower case but for the last part.
  {
    path: "/restapiId",
    ops: ["add", "replace"],
    apply: (mapping, { value = "" }) => ({ ...mapping, restApiId: value }),
  },
  text<BasePathMapping, "restApiId">("restApiId", { ops: ["add", "replace"] }),
  text<BasePathMapping, "stage">("stage", {
    ops: ["add", "replace", "remove"],
    parse: (value) => value || undefined,
  }),
];

/** The mapping after a patch. */
export function patchedMapping(
  mapping: BasePathMapping,
  operations: readonly PatchOperation[] | undefined,
): BasePathMapping {
  return patched(mapping, operations, MAPPING_RULES);
}
