// Map states, inline and distributed. Pure.
// AWS: developer guide, "Map workflow state", "Using Map state in Distributed mode".

import { readTransition, readWork, type StateBase } from "./dataflow.ts";
import { readItemBatcher, readItemReader, readResultWriter } from "./map-data.ts";
import type { Flow, MachineType, MapState } from "./machine.ts";
import type { ReadFlow } from "./parallel.ts";
import {
  allowFields,
  exactlyOne,
  oneAtMost,
  requireFields,
  type Bounds,
  type Fields,
  type StateReading,
} from "./reading.ts";
import { readObjectTemplate, readQuantity, readReferencePath, readTemplate } from "./templates.ts";

const PROCESSOR_FIELDS: ReadonlySet<string> = new Set(["Comment", "ProcessorConfig", "StartAt", "States"]);
const CONFIG_FIELDS = {
  INLINE: new Set(["Mode"]),
  DISTRIBUTED: new Set(["ExecutionType", "Mode"]),
} as const;

export function readMap(
  fields: Fields,
  reading: StateReading,
  base: StateBase,
  readFlow: ReadFlow,
): MapState | undefined {
  const transition = readTransition(fields, reading);
  const { arguments: selected, ...work } = readWork(fields, reading);
  const processor = readProcessor(fields, reading, readFlow);
  const quantities = readQuantities(fields, reading);
  const itemsPath = readReferencePath(fields, "ItemsPath", reading, { mayBeContext: true });
  const items = reading.language === "JSONata" ? readTemplate(fields, "Items", reading) : undefined;
  // AWS: a map's "Parameters" is what "ItemSelector" was called before.
  oneAtMost(fields, ["ItemSelector", "Parameters"], reading);
  const itemSelector = readObjectTemplate(fields, "ItemSelector", reading) ?? selected;
  const label = readLabel(fields, processor?.mode, reading);
  const itemReader = readItemReader(fields, reading);
  const itemBatcher = readItemBatcher(fields, reading);
  const resultWriter = readResultWriter(fields, reading);
  if (transition === undefined || processor === undefined) return undefined;
  return {
    ...base,
    ...work,
    ...processor,
    ...quantities,
    type: "Map",
    ...(label === undefined ? {} : { label }),
    ...(itemsPath === undefined ? {} : { itemsPath }),
    ...(items === undefined ? {} : { items }),
    ...(itemSelector === undefined ? {} : { itemSelector }),
    ...(itemReader === undefined ? {} : { itemReader }),
    ...(itemBatcher === undefined ? {} : { itemBatcher }),
    ...(resultWriter === undefined ? {} : { resultWriter }),
    transition,
  };
}

interface Processor {
  readonly processor: Flow;
  readonly processorField: MapState["processorField"];
  readonly mode: MapState["mode"];
  readonly executionType?: MachineType;
}

function readProcessor(fields: Fields, reading: StateReading, readFlow: ReadFlow): Processor | undefined {
  // AWS: "Iterator" is what "ItemProcessor" was called before.
  const name = exactlyOne(fields, ["ItemProcessor", "Iterator"], reading);
  const given = name === undefined ? undefined : fields.object(name);
  if (given === undefined) return undefined;
  allowFields(given, PROCESSOR_FIELDS, reading);
  const config = given.object("ProcessorConfig");
  const mode = config?.word("Mode", ["INLINE", "DISTRIBUTED"]) ?? "INLINE";
  const executionType = config?.word("ExecutionType", ["STANDARD", "EXPRESS"]);
  if (config !== undefined) {
    allowFields(config, CONFIG_FIELDS[mode], reading);
    if (mode === "DISTRIBUTED") requireFields(config, ["ExecutionType"], reading);
    if (mode === "DISTRIBUTED" && reading.machineType === "EXPRESS")
      reading.findings.schema(
        "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
        config.place("Mode"),
      );
  }
  // Child executions are machines of their own type.
  const machineType = mode === "DISTRIBUTED" ? (executionType ?? "STANDARD") : reading.machineType;
  const processor = readFlow(given, { ...reading, machineType });
  return processor === undefined
    ? undefined
    : {
        processor,
        processorField: name === "Iterator" ? "Iterator" : "ItemProcessor",
        mode,
        ...(executionType === undefined ? {} : { executionType }),
      };
}

const AT_LEAST_NONE: Bounds = { least: 0 };

function readQuantities(
  fields: Fields,
  reading: StateReading,
): Pick<MapState, "maxConcurrency" | "toleratedFailureCount" | "toleratedFailurePercentage"> {
  for (const name of ["MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"])
    oneAtMost(fields, [name, `${name}Path`], reading);
  const maxConcurrency = readQuantity(fields, "MaxConcurrency", reading, { bounds: AT_LEAST_NONE });
  const count = readQuantity(fields, "ToleratedFailureCount", reading, { bounds: AT_LEAST_NONE });
  const percentage = readQuantity(fields, "ToleratedFailurePercentage", reading, {
    bounds: { least: 0, most: 100 },
    isDecimal: true,
  });
  return {
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    ...(count === undefined ? {} : { toleratedFailureCount: count }),
    ...(percentage === undefined ? {} : { toleratedFailurePercentage: percentage }),
  };
}

// AWS: "Label": 40 characters at most, without white space, wildcards, brackets, special and control characters.
const LABEL = /^[^\s?*<>{}[\]:;,\\|^~$#%&`"/\p{Cc}]{1,40}$/u;

function readLabel(fields: Fields, mode: MapState["mode"] | undefined, reading: StateReading): string | undefined {
  const label = fields.text("Label");
  if (label === undefined) return undefined;
  if (mode === "INLINE") reading.findings.schema("Field 'Label' is not supported", fields.at);
  // AWS: INVALID_LABEL_NAME: "You have provided an invalid label name." The message's wording is ours.
  else if (!LABEL.test(label))
    reading.findings.error("INVALID_LABEL_NAME", `Invalid label name: ${label}`, fields.place("Label"));
  return label;
}
