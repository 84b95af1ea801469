// What is done to records before they are delivered, as ProcessingConfiguration says. Pure.
// AWS: ProcessingConfiguration, Processor, ProcessorParameter; the wordings of refusals are recorded from the service (the rules
// of cdk-preflight, September 2026) where no comment says otherwise.

import type { ProcessingConfiguration, Processor, ProcessorParameterName } from "@aws-sdk/client-firehose";
import { parseArn } from "../../kernel/arns.ts";
import { invalidArgument } from "./errors.ts";

/** A function that transforms records. */
export interface LambdaProcessor {
  readonly functionArn: string;
  /** The destination's role, if left out. */
  readonly roleArn?: string;
  readonly retries: number;
  readonly bufferBytes: number;
  readonly bufferSeconds: number;
}

/** The processors of a stream, in the order in which they work. */
export interface Processing {
  readonly decompresses: boolean;
  /** Of events of CloudWatch Logs only the messages go on. */
  readonly extractsMessages: boolean;
  readonly deaggregation?: { readonly kind: "json" } | { readonly kind: "delimited"; readonly delimiter: string };
  readonly lambda?: LambdaProcessor;
  /** The query in JQ that gives the partition keys. */
  readonly metadataQuery?: string;
  readonly delimiter?: string;
}

const MEBIBYTE = 1_048_576;
// AWS: "Transform source data": 1 MB and 60 seconds by default; "Handle failure in data transformation": three retries.
const DEFAULT_BUFFER_MBS = 1;
const DEFAULT_BUFFER_SECONDS = 60;
const DEFAULT_RETRIES = 3;

/** The processors of a configuration; undefined where nothing is done. Throws InvalidArgumentException. */
export function readProcessing(
  configuration: ProcessingConfiguration | undefined,
  isPartitioned: boolean,
): Processing | undefined {
  if (configuration?.Enabled !== true) return undefined;
  const processors = configuration.Processors ?? [];
  if (processors.length === 0 || processors.length > 5)
    throw invalidArgument(
      "A maximum of 5 and a minimum of 1 processor needs to be supplied when processing is enabled.",
    );
  const find = (type: Processor["Type"]): Processor | undefined => {
    const found = processors.filter((each) => each.Type === type);
    if (found.length > 1) throw invalidArgument(`Cannot have more than 1 ${type} processor.`);
    return found[0];
  };
  const decompression = find("Decompression");
  const extraction = find("CloudWatchLogProcessing");
  if (extraction !== undefined && decompression === undefined)
    throw invalidArgument("CloudWatchLogProcessingProcessor can only be enabled with DecompressionProcessor");
  const compression = decompression === undefined ? "GZIP" : (parameter(decompression, "CompressionFormat") ?? "GZIP");
  // AWS: "Decompress CloudWatch Logs": GZIP is the only format (the wording is inferred).
  if (compression !== "GZIP") throw invalidArgument("CompressionFormat has to be one of GZIP");
  const lambda = find("Lambda");
  const deaggregation = find("RecordDeAggregation");
  const metadata = find("MetadataExtraction");
  for (const [name, processor] of [
    ["RecordDeAggregationProcessor", deaggregation],
    ["MetadataExtractionProcessor", metadata],
  ] as const)
    if (processor !== undefined && !isPartitioned)
      throw invalidArgument(
        `class com.amazonaws.services.firehose.internal.model.${name} can only be present when Dynamic Partitioning is enabled.`,
      );
  const delimiter = find("AppendDelimiterToRecord");
  return {
    decompresses: decompression !== undefined,
    extractsMessages: extraction !== undefined && parameter(extraction, "DataMessageExtraction") !== "false",
    ...(deaggregation === undefined ? {} : { deaggregation: readDeaggregation(deaggregation) }),
    ...(lambda === undefined ? {} : { lambda: readLambda(lambda) }),
    ...(metadata === undefined ? {} : { metadataQuery: readMetadataQuery(metadata) }),
    ...(delimiter === undefined ? {} : { delimiter: readDelimiter(delimiter) }),
  };
}

function parameter(processor: Processor, name: ProcessorParameterName): string | undefined {
  return processor.Parameters?.find((each) => each.ParameterName === name)?.ParameterValue;
}

function readLambda(processor: Processor): LambdaProcessor {
  const functionArn = parameter(processor, "LambdaArn");
  if (functionArn === undefined) throw invalidArgument("LambdaArn is required when Lambda processor is used.");
  const { service, resource = "" } = parseArn(functionArn) ?? {};
  // AWS: inferred.
  if (service !== "lambda" || !resource.startsWith("function:"))
    throw invalidArgument(`LambdaArn ${functionArn} is not a valid Lambda function ARN.`);
  const size = parameter(processor, "BufferSizeInMBs");
  const interval = parameter(processor, "BufferIntervalInSeconds");
  if ((size === undefined) !== (interval === undefined))
    throw invalidArgument(
      "Both BufferSizeInMBs and BufferIntervalInSeconds are required to configure buffering for lambda processor.",
    );
  const bufferMbs = Number(size ?? DEFAULT_BUFFER_MBS);
  if (!(bufferMbs >= 0.2 && bufferMbs <= 3))
    throw invalidArgument("BufferSizeInMBs for lambda processor must be between 0.2 and 3.");
  const bufferSeconds = Number(interval ?? DEFAULT_BUFFER_SECONDS);
  if (!(bufferSeconds >= 0 && bufferSeconds <= 900))
    throw invalidArgument("BufferIntervalInSeconds for lambda processor must be between 0 and 900.");
  const retries = Number(parameter(processor, "NumberOfRetries") ?? DEFAULT_RETRIES);
  if (!(Number.isInteger(retries) && retries >= 0 && retries <= 300))
    throw invalidArgument("Number of retries for lambda must be between 0 and 300.");
  const roleArn = parameter(processor, "RoleArn");
  return {
    functionArn,
    retries,
    bufferBytes: Math.round(bufferMbs * MEBIBYTE),
    bufferSeconds,
    ...(roleArn === undefined ? {} : { roleArn }),
  };
}

function readDeaggregation(processor: Processor): NonNullable<Processing["deaggregation"]> {
  const type = parameter(processor, "SubRecordType");
  if (type === "JSON") return { kind: "json" };
  if (type !== "DELIMITED") throw invalidArgument("SubRecordType has to be one of JSON, DELIMITED");
  const delimiter = parameter(processor, "Delimiter");
  if (delimiter === undefined) throw invalidArgument("Delimiter should be present for DELIMITED");
  // AWS: "Multi record deaggregation": "Delimited ... specified as a base64-encoded string".
  return { kind: "delimited", delimiter: Buffer.from(delimiter, "base64").toString() };
}

function readMetadataQuery(processor: Processor): string {
  const query = parameter(processor, "MetadataExtractionQuery");
  if (parameter(processor, "JsonParsingEngine") !== "JQ-1.6" || query === undefined)
    throw invalidArgument("MetaDataExtraction JSON Parsing Engine has to be one of JQ-1.6");
  return query;
}

/** AWS: AppendDelimiterToRecord: a new line by default; templates write it "\n", with a backslash. */
function readDelimiter(processor: Processor): string {
  const delimiter = parameter(processor, "Delimiter") ?? "\\n";
  return delimiter.replaceAll("\\n", "\n").replaceAll("\\t", "\t").replaceAll("\\r", "\r");
}
