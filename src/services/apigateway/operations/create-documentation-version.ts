// CreateDocumentationVersion: keeps the documentation as it is now, for a stage where the request names one.

import type {
  CreateDocumentationVersionCommandInput,
  CreateDocumentationVersionCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { badRequest, conflict } from "../errors.ts";
import { requireApi, requirePart } from "../finding.ts";
import type { DocumentationVersionRecord } from "../records.ts";
import { listParts, loadPart, savePart } from "../repo.ts";
import { versionShape } from "../shapes.ts";

export const createDocumentationVersion = defineOperation<
  Input<CreateDocumentationVersionCommandInput>,
  CreateDocumentationVersionCommandOutput
>("CreateDocumentationVersion", (input, context) => {
  const { restApiId, documentationVersion, stageName, description } = input;
  const version = context.store.write((tx) => {
    requireApi(tx, context, restApiId);
    if (loadPart(tx, context, restApiId, "documentationVersion", documentationVersion) !== undefined)
      throw conflict("Documentation version already exists: " + documentationVersion);
    const parts = listParts(tx, context, restApiId, "documentationPart");
    if (parts.length === 0) throw badRequest("No documentation parts found in the API");
    const created: DocumentationVersionRecord = {
      v: 1,
      version: documentationVersion,
      createdAtMs: context.clock.nowMs(),
      description,
      parts,
    };
    savePart(tx, context, restApiId, "documentationVersion", documentationVersion, created);
    if (stageName !== undefined) {
      const stage = requirePart(tx, context, restApiId, "stage", stageName);
      savePart(tx, context, restApiId, "stage", stageName, { ...stage, documentationVersion });
    }
    return created;
  });
  return versionShape(version);
});
