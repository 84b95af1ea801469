// Makes a unit's contracts of the files of its folder: one for each version of a contract, and "reads.yaml" with what the unit
// reads of others.

import type { Diagnostic } from "../../kernel/diagnostics.ts";
import type { ContractFile } from "./contract-files.ts";
import { READS } from "./contract-files.ts";
import type { ContractSource, ContractSources } from "./contract.ts";
import { contractsOf, parseContract, parseReadings } from "./parse-contract.ts";
import type { ParsedReadings } from "./parse-contract.ts";

/** The contracts of files. */
export function parseContracts(files: readonly ContractFile[]): {
  contracts: ContractSources;
  diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const sources: ContractSource[] = [];
  const readings: ParsedReadings[] = [];
  for (const { name, text, file } of files) {
    if (READS.test(name)) {
      const parsed = parseReadings(text, file);
      readings.push(parsed);
      diagnostics.push(...parsed.diagnostics);
      continue;
    }
    const parsed = parseContract(name, text, file);
    diagnostics.push(...parsed.diagnostics);
    if (parsed.source !== undefined) sources.push(parsed.source);
  }
  const contracts: ContractSources = {
    produces: contractsOf(sources),
    reads: readings.flatMap(({ reads }) => reads),
    sources,
    placeOfReading: (reading, pointer) =>
      readings.map((each) => each.placeOf(reading, pointer)).find((each) => each !== undefined),
  };
  return { contracts, diagnostics };
}
