// Destinations as templates have them: AWS's own shapes, but for numbers and switches, which may be text. Pure.

import type { CreateDeliveryStreamCommandInput, DestinationDescription } from "@aws-sdk/client-firehose";
import type { Properties } from "../../../service/resource-type.ts";

/** The properties that destinations have. */
export type DestinationMember =
  | "ExtendedS3DestinationConfiguration"
  | "HttpEndpointDestinationConfiguration"
  | "S3DestinationConfiguration";

const MEMBERS: readonly DestinationMember[] = [
  "ExtendedS3DestinationConfiguration",
  "HttpEndpointDestinationConfiguration",
  "S3DestinationConfiguration",
];

const NUMBERS = ["DurationInSeconds", "IntervalInSeconds", "SizeInMBs", "ThroughputHintInMBs"];
const TEXTS = ["ParameterValue", "AttributeValue"];

/** Properties as the API takes them. */
export function toRequest(properties: Properties): Omit<CreateDeliveryStreamCommandInput, "DeliveryStreamName"> {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, convert(name, value)]));
}

function convert(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => convert(name, each));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, convert(key, each)]));
  if (NUMBERS.includes(name)) return Number(value);
  if (name === "Enabled") return value === true || value === "true";
  return TEXTS.includes(name) ? String(value) : value;
}

/** The destination that properties have. */
export function destinationOf(
  properties: Properties,
): { readonly member: DestinationMember; readonly settings: Properties } | undefined {
  const member = MEMBERS.find((each) => properties[each] !== undefined);
  if (member === undefined) return undefined;
  return { member, settings: convert(member, properties[member]) as Properties };
}

const S3_DEFAULTS = {
  Prefix: "",
  ErrorOutputPrefix: "",
  CompressionFormat: "UNCOMPRESSED",
  EncryptionConfiguration: { NoEncryptionConfig: "NoEncryption" },
  CloudWatchLoggingOptions: { Enabled: false },
};
const S3_HINTS = { SizeInMBs: 5, IntervalInSeconds: 300 };
const NO_PROCESSING = { Enabled: false, Processors: [] };

/** An update that brings a destination to these settings: what they leave out goes back to AWS's defaults, as in a new stream. */
export function resetDestination({
  member,
  settings,
}: {
  readonly member: DestinationMember;
  readonly settings: Properties;
}): Properties {
  if (member === "S3DestinationConfiguration") return { ...S3_DEFAULTS, BufferingHints: S3_HINTS, ...settings };
  if (member === "HttpEndpointDestinationConfiguration") {
    const { S3Configuration, ...rest } = settings;
    return {
      BufferingHints: S3_HINTS,
      CloudWatchLoggingOptions: { Enabled: false },
      ProcessingConfiguration: NO_PROCESSING,
      RequestConfiguration: { ContentEncoding: "NONE", CommonAttributes: [] },
      RetryOptions: { DurationInSeconds: 300 },
      S3BackupMode: "FailedDataOnly",
      ...rest,
      S3Update: { ...S3_DEFAULTS, BufferingHints: S3_HINTS, ...(S3Configuration as Properties | undefined) },
    };
  }
  const { S3BackupConfiguration: backup, ...rest } = settings;
  const dynamic = rest["DynamicPartitioningConfiguration"] as { Enabled?: boolean } | undefined;
  return {
    ...S3_DEFAULTS,
    BufferingHints: dynamic?.Enabled === true ? { ...S3_HINTS, SizeInMBs: 64 } : S3_HINTS,
    ProcessingConfiguration: NO_PROCESSING,
    FileExtension: "",
    CustomTimeZone: "",
    ...rest,
    ...(backup === undefined
      ? {}
      : { S3BackupUpdate: { ...S3_DEFAULTS, BufferingHints: S3_HINTS, ...(backup as Properties) } }),
  };
}

/** A destination that is there, under the property that the template has, if it says. */
export function configurationOf(
  destination: DestinationDescription | undefined,
  known: Properties | undefined,
): Properties {
  const http = destination?.HttpEndpointDestinationDescription;
  if (http !== undefined) {
    const { S3DestinationDescription: S3Configuration, EndpointConfiguration: endpoint, ...rest } = http;
    // The access key is not given back: it is what the template says.
    const before = known?.["HttpEndpointDestinationConfiguration"] as
      | { EndpointConfiguration?: { AccessKey?: string } }
      | undefined;
    const AccessKey = before?.EndpointConfiguration?.AccessKey;
    const EndpointConfiguration = { ...endpoint, ...(AccessKey === undefined ? {} : { AccessKey }) };
    return { HttpEndpointDestinationConfiguration: { ...rest, EndpointConfiguration, S3Configuration } };
  }
  if (known?.["S3DestinationConfiguration"] !== undefined)
    return { S3DestinationConfiguration: { ...destination?.S3DestinationDescription } };
  const { S3BackupDescription: backup, ...settings } = destination?.ExtendedS3DestinationDescription ?? {};
  return {
    ExtendedS3DestinationConfiguration: {
      ...settings,
      ...(backup === undefined ? {} : { S3BackupConfiguration: backup }),
    },
  };
}
