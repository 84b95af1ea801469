// SourceAccessConfigurations of events: which credentials a broker or a cluster is reached with. AWS: wording as of the reference translator.

import { isRecord } from "../../template/values.ts";
import { isIntrinsic, isSet, SamError } from "../draft.ts";
import type { FunctionEvent } from "./event.ts";

/** How a source is reached: the kind, and the secret, subnet, group or virtual host. */
export interface SourceAccess {
  readonly type: unknown;
  readonly uri: unknown;
}

const NETWORK: readonly unknown[] = ["VPC_SUBNET", "VPC_SECURITY_GROUP"];
const AUTHORITY = "SERVER_ROOT_CA_CERTIFICATE";
const KAFKA_SECRETS: readonly unknown[] = [
  "SASL_SCRAM_256_AUTH",
  "SASL_SCRAM_512_AUTH",
  "BASIC_AUTH",
  "CLIENT_CERTIFICATE_TLS_AUTH",
];

/** The event's configurations as they are written; what is none is left out. */
export function readAccess({ properties }: FunctionEvent): readonly SourceAccess[] {
  const { SourceAccessConfigurations: given } = properties;
  const items: readonly unknown[] = Array.isArray(given) ? given : [];
  return items.filter((item) => isRecord(item)).map(({ Type: type, URI: uri }) => ({ type, uri }));
}

/** The secret of the one BASIC_AUTH that the source must have. */
export function requireBasicAuth(event: FunctionEvent, source: string, types: readonly string[]): unknown {
  const { SourceAccessConfigurations: given } = event.properties;
  if (!isSet(given)) throw invalid(event, `No SourceAccessConfigurations for ${source} event provided.`);
  if (!Array.isArray(given)) throw invalid(event, "Provided SourceAccessConfigurations cannot be parsed into a list.");
  let secret: unknown;
  for (const [index, item] of given.entries()) {
    const place = `SourceAccessConfigurations[${index}]`;
    if (!isRecord(item)) throw invalid(event, `Property '${place}' should be a map.`);
    const { Type: type, URI: uri } = item;
    if (typeof type !== "string") throw invalid(event, `Property '${place}.Type' should be a string.`);
    if (!types.includes(type))
      throw invalid(
        event,
        `Invalid property Type specified in SourceAccessConfigurations. The supported values are: [${types.map((one) => `'${one}'`).join(", ")}].`,
      );
    if (type !== "BASIC_AUTH") continue;
    if (secret !== undefined)
      throw invalid(event, "Multiple BASIC_AUTH properties specified in SourceAccessConfigurations.");
    if (!isSet(uri)) throw invalid(event, "No BASIC_AUTH URI property specified in SourceAccessConfigurations.");
    secret = uri;
  }
  if (secret === undefined) throw invalid(event, "No BASIC_AUTH property specified in SourceAccessConfigurations.");
  return secret;
}

/** What a Kafka cluster of one's own is reached with: a secret, the authority of its certificate, a network. */
export function requireKafkaAccess(event: FunctionEvent): {
  readonly secret: unknown;
  readonly hasAuthority: boolean;
  readonly isInNetwork: boolean;
} {
  const { SourceAccessConfigurations: given } = event.properties;
  if (!isSet(given)) throw invalid(event, "No SourceAccessConfigurations for self managed kafka event provided.");
  if (!Array.isArray(given))
    throw invalid(event, "SourceAccessConfigurations for self managed kafka event should be a list.");
  let secret: unknown;
  const types = new Set<unknown>();
  for (const item of given) {
    if (!isRecord(item))
      throw new SamError(
        "Property 'SourceAccessConfigurations' should be a map.",
        event.properties,
        "SourceAccessConfigurations",
        event.name,
      );
    const { Type: type, URI: uri } = item;
    const isSecret = KAFKA_SECRETS.includes(type);
    if (!isSecret && !NETWORK.includes(type) && type !== AUTHORITY)
      throw invalid(event, "Invalid SourceAccessConfigurations Type provided for self managed kafka event.");
    if (isSecret && secret !== undefined)
      throw invalid(
        event,
        "Multiple auth mechanism properties specified in SourceAccessConfigurations for self managed kafka event.",
      );
    requireKafkaUri(event, isSecret ? "auth mechanism" : String(type), uri);
    types.add(type);
    if (isSecret) secret = uri;
  }
  const inNetwork = NETWORK.filter((type) => types.has(type));
  if (inNetwork.length === 1)
    throw invalid(
      event,
      "VPC_SUBNET and VPC_SECURITY_GROUP in SourceAccessConfigurations for SelfManagedKafka must be both provided.",
    );
  return { secret, hasAuthority: types.has(AUTHORITY), isInNetwork: inNetwork.length > 0 };
}

function requireKafkaUri(event: FunctionEvent, kind: string, uri: unknown): void {
  const end = "URI property specified in SourceAccessConfigurations for self managed kafka event.";
  if (!isSet(uri)) throw invalid(event, `No ${kind} ${end}`);
  if (typeof uri !== "string" && !isIntrinsic(uri)) throw invalid(event, `Wrong Type for ${kind} ${end}`);
}

function invalid({ name, properties }: FunctionEvent, message: string): SamError {
  return new SamError(`Event with id [${name}] is invalid. ${message}`, properties, "SourceAccessConfigurations");
}
