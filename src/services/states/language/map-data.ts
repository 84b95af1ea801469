// What maps read their items from, how they batch them, and where they write what became of them. Pure.
// AWS: developer guide, "ItemReader (Map)", "ItemBatcher (Map)", "ResultWriter (Map)".

import type { ItemBatcher, ItemReader, ResultWriter, Template } from "./machine.ts";
import { allowFields, oneAtMost, requireFields, type Fields, type StateReading } from "./reading.ts";
import { checkLanguage } from "./state-language.ts";
import { readQuantity, readTemplate } from "./templates.ts";

const READER_FIELDS: ReadonlySet<string> = new Set("Arguments Parameters ReaderConfig Resource".split(" "));
const CONFIG_FIELDS: ReadonlySet<string> = new Set(
  (
    "CSVDelimiter CSVHeaderLocation CSVHeaders InputType ItemsPointer ManifestType MaxItems MaxItemsPath " +
    "Transformation"
  ).split(" "),
);
const INPUT_TYPES = ["CSV", "JSON", "JSONL", "MANIFEST", "PARQUET"] as const;
const DELIMITERS = ["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"] as const;
// LIMIT: AWS: "MaxItems": 100,000,000 at most; "MaxInputBytesPerBatch": 256 KiB at most.
const MOST_ITEMS = 100_000_000;
const MOST_BYTES = 262_144;

/** ItemReader: where the items are, outside of the state's input. */
export function readItemReader(fields: Fields, reading: StateReading): ItemReader | undefined {
  const reader = fields.object("ItemReader");
  if (reader === undefined) return undefined;
  checkLanguage(reader, reading);
  allowFields(reader, READER_FIELDS, reading);
  requireFields(reader, ["Resource"], reading);
  const resource = reader.text("Resource") ?? "";
  if (reader.has("Resource") && !/^arn:[^:]+:states:::s3:(?:getObject|listObjectsV2)$/.test(resource))
    reading.findings.schema(
      "The field 'Resource' does not match any of the allowed values. Examples: [arn:<partition>:states:::s3:getObject, arn:<partition>:states:::s3:listObjectsV2]",
      reader.place("Resource"),
    );
  const given = readGiven(reader, reading);
  const config = reader.object("ReaderConfig");
  return {
    resource,
    ...(given === undefined ? {} : { arguments: given }),
    ...(config === undefined ? {} : readConfig(config, reading)),
  };
}

function readConfig(config: Fields, reading: StateReading): Omit<ItemReader, "arguments" | "resource"> {
  checkLanguage(config, reading);
  allowFields(config, CONFIG_FIELDS, reading);
  const inputType = config.word("InputType", INPUT_TYPES);
  const csvHeaderLocation = config.word("CSVHeaderLocation", ["FIRST_ROW", "GIVEN"]);
  const csvDelimiter = config.word("CSVDelimiter", DELIMITERS);
  const headers = config.texts("CSVHeaders");
  if (inputType === "CSV" && !config.has("CSVHeaderLocation"))
    reading.findings.schema("The field 'CSVHeaderLocation' is required", config.at);
  if (inputType !== undefined && inputType !== "CSV" && inputType !== "MANIFEST" && config.has("CSVHeaderLocation"))
    reading.findings.schema("Field 'CSVHeaderLocation' is not supported", config.at);
  if (csvHeaderLocation === "GIVEN") requireFields(config, ["CSVHeaders"], reading);
  oneAtMost(config, ["MaxItems", "MaxItemsPath"], reading);
  const maxItems = readQuantity(config, "MaxItems", reading, { bounds: { least: 0, most: MOST_ITEMS } });
  return {
    ...(inputType === undefined ? {} : { inputType }),
    ...(csvHeaderLocation === undefined ? {} : { csvHeaderLocation }),
    ...(csvDelimiter === undefined ? {} : { csvDelimiter }),
    ...(headers === undefined ? {} : { csvHeaders: headers }),
    ...(maxItems === undefined ? {} : { maxItems }),
  };
}

const BATCHER_FIELDS: ReadonlySet<string> = new Set(
  "BatchInput MaxInputBytesPerBatch MaxInputBytesPerBatchPath MaxItemsPerBatch MaxItemsPerBatchPath".split(" "),
);

/** ItemBatcher: how many items a child execution gets. */
export function readItemBatcher(fields: Fields, reading: StateReading): ItemBatcher | undefined {
  const batcher = fields.object("ItemBatcher");
  if (batcher === undefined) return undefined;
  checkLanguage(batcher, reading);
  allowFields(batcher, BATCHER_FIELDS, reading);
  oneAtMost(batcher, ["MaxItemsPerBatch", "MaxItemsPerBatchPath"], reading);
  oneAtMost(batcher, ["MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"], reading);
  const batchInput = readTemplate(batcher, "BatchInput", reading);
  const items = readQuantity(batcher, "MaxItemsPerBatch", reading, { bounds: { least: 0 } });
  const bytes = readQuantity(batcher, "MaxInputBytesPerBatch", reading, { bounds: { least: 0, most: MOST_BYTES } });
  return {
    ...(batchInput === undefined ? {} : { batchInput }),
    ...(items === undefined ? {} : { maxItemsPerBatch: items }),
    ...(bytes === undefined ? {} : { maxInputBytesPerBatch: bytes }),
  };
}

const WRITER_FIELDS: ReadonlySet<string> = new Set("Arguments Parameters Resource WriterConfig".split(" "));
const WRITER_CONFIG_FIELDS: ReadonlySet<string> = new Set(["OutputType", "Transformation"]);

/** ResultWriter: where the results go, and in which form. */
export function readResultWriter(fields: Fields, reading: StateReading): ResultWriter | undefined {
  const writer = fields.object("ResultWriter");
  if (writer === undefined) return undefined;
  checkLanguage(writer, reading);
  allowFields(writer, WRITER_FIELDS, reading);
  const isJsonata = reading.language === "JSONata";
  // AWS: "You can't specify an empty ResultWriter": a place, a form, or both.
  if (writer.has("Resource") || !writer.has("WriterConfig"))
    requireFields(writer, ["Resource", isJsonata ? "Arguments" : "Parameters"], reading);
  const resource = writer.text("Resource");
  if (resource !== undefined && !/^arn:[^:]+:states:::s3:putObject$/.test(resource))
    reading.findings.schema(
      "The field 'Resource' does not match any of the allowed values. Examples: [arn:<partition>:states:::s3:putObject]",
      writer.place("Resource"),
    );
  const given = readGiven(writer, reading);
  const config = writer.object("WriterConfig");
  if (config !== undefined) {
    allowFields(config, WRITER_CONFIG_FIELDS, reading);
    requireFields(config, ["OutputType", "Transformation"], reading);
  }
  const transformation = config?.word("Transformation", ["NONE", "COMPACT", "FLATTEN"]);
  const outputType = config?.word("OutputType", ["JSON", "JSONL"]);
  return {
    ...(resource === undefined ? {} : { resource }),
    ...(given === undefined ? {} : { arguments: given }),
    ...(transformation === undefined ? {} : { transformation }),
    ...(outputType === undefined ? {} : { outputType }),
  };
}

function readGiven(fields: Fields, reading: StateReading): Template | undefined {
  return readTemplate(fields, reading.language === "JSONata" ? "Arguments" : "Parameters", reading);
}
