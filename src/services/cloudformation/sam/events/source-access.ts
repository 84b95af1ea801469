// SourceAccessConfigurations of events: which credentials a broker or a cluster is reached with. AWS: wording as of the reference translator.

import { isRecord } from "../../template/values.ts";
import { SamError } from "../draft.ts";
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

/** The event's configurations as they are written. */
export function readAccess({ logicalId, properties }: FunctionEvent): readonly SourceAccess[] {
  const { SourceAccessConfigurations: given = [] } = properties;
  if (!Array.isArray(given) || !given.every((item) => isRecord(item)))
    throw new SamError(
      `Event with id [${logicalId}] is invalid. Type of property 'SourceAccessConfigurations' is invalid.`,
      properties,
      "SourceAccessConfigurations",
    );
  return given.map(({ Type: type, URI: uri }) => ({ type, uri }));
}

/** The secret of the one BASIC_AUTH that the source must have. */
export function requireBasicAuth(event: FunctionEvent, source: string, types: readonly string[]): unknown {
  const given = readAccess(event);
  if (given.length === 0) throw invalid(event, `No SourceAccessConfigurations for ${source} event provided.`);
  if (given.some(({ type }) => typeof type !== "string" || !types.includes(type)))
    throw invalid(
      event,
      `Invalid property Type specified in SourceAccessConfigurations. The supported values are: [${types.map((type) => `'${type}'`).join(", ")}].`,
    );
  const basic = given.filter(({ type }) => type === "BASIC_AUTH");
  const [only] = basic;
  if (only === undefined) throw invalid(event, "No BASIC_AUTH property specified in SourceAccessConfigurations.");
  if (basic.length > 1) throw invalid(event, "Multiple BASIC_AUTH properties specified in SourceAccessConfigurations.");
  if (only.uri === undefined)
    throw invalid(event, "No BASIC_AUTH URI property specified in SourceAccessConfigurations.");
  return only.uri;
}

/** What a Kafka cluster of one's own is reached with: a secret, the authority of its certificate, a network. */
export function requireKafkaAccess(event: FunctionEvent): {
  readonly secret: unknown;
  readonly hasAuthority: boolean;
  readonly isInNetwork: boolean;
} {
  const given = readAccess(event);
  if (given.length === 0) throw invalid(event, "No SourceAccessConfigurations for self managed kafka event provided.");
  const types = new Set(given.map(({ type }) => type));
  const known = [...KAFKA_SECRETS, ...NETWORK, AUTHORITY];
  if ([...types].some((type) => !known.includes(type)))
    throw invalid(event, "Invalid SourceAccessConfigurations Type provided for self managed kafka event.");
  const inNetwork = NETWORK.filter((type) => types.has(type));
  if (inNetwork.length === 1)
    throw invalid(
      event,
      "VPC_SUBNET and VPC_SECURITY_GROUP in SourceAccessConfigurations for SelfManagedKafka must be both provided.",
    );
  const secrets = given.filter(({ type }) => KAFKA_SECRETS.includes(type));
  if (secrets.length > 1)
    throw invalid(
      event,
      "Multiple auth mechanism properties specified in SourceAccessConfigurations for self managed kafka event.",
    );
  return {
    secret: secrets[0]?.uri,
    hasAuthority: types.has(AUTHORITY),
    isInNetwork: inNetwork.length > 0,
  };
}

function invalid({ name, properties }: FunctionEvent, message: string): SamError {
  return new SamError(`Event with id [${name}] is invalid. ${message}`, properties, "SourceAccessConfigurations");
}
