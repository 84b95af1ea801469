// A stack's outputs, and the exports that they are to other stacks.

import type { WriteTx } from "../../../store/store.ts";
import { validationError } from "../errors.ts";
import type { OutputRecord } from "../records.ts";
import { deleteExport, findExport, listExports, listImporters, saveExport } from "../repo.ts";
import { evaluate } from "../template/evaluate.ts";
import { isScalarValue } from "../template/values.ts";
import { addressHere } from "./api-addresses.ts";
import { activeOutputs } from "./desired.ts";
import type { Target } from "./desired.ts";
import type { Work } from "./work.ts";

/** The outputs whose condition holds, with addresses of APIs at `origin`; throws a ValidationError where one is not a text. */
export function evaluateOutputs(target: Target, origin: string): OutputRecord[] {
  return activeOutputs(target.template, target.scope).map((output) => {
    const value = evaluate(output.value, target.scope);
    const exportName = output.exportName === undefined ? undefined : evaluate(output.exportName, target.scope);
    if (!isScalarValue(value)) {
      throw validationError(
        "Template format error: The Value field of every Outputs member must evaluate to a String.",
      );
    }
    return {
      name: output.name,
      value: addressHere(String(value), target, origin),
      ...(output.description === undefined ? {} : { description: output.description }),
      ...(isScalarValue(exportName) ? { exportName: String(exportName) } : {}),
    };
  });
}

/** Brings the account's exports to what the outputs say, or throws in AWS's words where another stack forbids it. */
export function switchExports(tx: WriteTx, work: Work, outputs: readonly OutputRecord[]): void {
  const { scope, stackId, stackName } = work;
  const wanted = new Map(
    outputs.flatMap((output) => (output.exportName === undefined ? [] : [[output.exportName, output.value]])),
  );
  for (const old of listExports(tx, scope)) {
    if (old.stackId !== stackId) continue;
    const isKept = wanted.has(old.name);
    if (isKept && wanted.get(old.name) === old.value) continue;
    const [importer] = listImporters(tx, scope, old.name);
    if (importer !== undefined) {
      const verb = isKept ? "updated" : "deleted";
      throw validationError(`Export ${old.name} cannot be ${verb} as it is in use by ${importer}`);
    }
    deleteExport(tx, scope, old.name);
  }
  for (const [name, value] of wanted) {
    const other = findExport(tx, scope, name);
    if (other !== undefined && other.stackId !== stackId) {
      throw validationError(`Export with name ${name} is already exported by stack ${other.stackName}`);
    }
    saveExport(tx, scope, { v: 1, name, value, stackId, stackName });
  }
}
