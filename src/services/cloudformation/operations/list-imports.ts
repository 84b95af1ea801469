// ListImports.

import type { ListImportsCommandInput, ListImportsCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import { listImporters } from "../repo.ts";

/** The stacks that read an export. AWS: an export that nobody reads is an error. */
export const listImports = defineOperation<Input<ListImportsCommandInput>, ListImportsCommandOutput>(
  "ListImports",
  ({ ExportName: exportName }, context) =>
    context.store.read((tx) => {
      const importers = listImporters(tx, context, exportName);
      if (importers.length === 0) throw validationError(`Export '${exportName}' is not imported by any stack.`);
      return { Imports: importers };
    }),
);
