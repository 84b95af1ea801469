// GetExport: what a stage serves, as OpenAPI 3.0 or Swagger 2.0.

import type { GetExportCommandInput, GetExportCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { stringify } from "yaml";
import { defineOperation } from "../../../service/service.ts";
import { badRequest } from "../errors.ts";
import { requirePart } from "../finding.ts";
import { exported, exportVersion } from "../openapi/export.ts";
import type { Exporting } from "../openapi/exporting.ts";
import { loadPart, loadSnapshot } from "../repo.ts";

export const getExport = defineOperation<Input<GetExportCommandInput>, GetExportCommandOutput>(
  "GetExport",
  (input, context) => {
    const { restApiId, stageName, exportType, accepts = "application/json" } = input;
    if (exportType !== "oas30" && exportType !== "swagger")
      throw badRequest("No API exporter for type '" + exportType + "'");
    const isYaml = /yaml/.test(accepts);
    const asked = (input.parameters?.["extensions"] ?? "").split(",").map((name) => name.trim());
    const exporting = context.store.read((tx): Exporting => {
      const stage = requirePart(tx, context, restApiId, "stage", stageName);
      const snapshot = loadSnapshot(tx, context, restApiId, stage.deploymentId);
      if (snapshot === undefined) throw badRequest("Invalid Deployment identifier specified");
      const version = stage.documentationVersion;
      const documentation =
        version === undefined ? undefined : loadPart(tx, context, restApiId, "documentationVersion", version);
      return {
        snapshot,
        type: exportType,
        region: context.region,
        stageName,
        // AWS: "apigateway" has all extensions, "integrations" and "authorizers" those.
        extensions: {
          integrations: asked.includes("integrations"),
          authorizers: asked.includes("authorizers"),
          all: asked.includes("apigateway"),
        },
        documentation: documentation?.parts ?? [],
      };
    });
    const document = exported(exporting);
    const body = new TextEncoder().encode(isYaml ? stringify(document) : JSON.stringify(document, null, 2));
    const fileName = `${exportType}_${exportVersion(exporting)}.${isYaml ? "yaml" : "json"}`;
    // The SDK's type of bodies has helpers of the client's side: what goes over the wire are the bytes.
    return {
      contentType: "application/octet-stream",
      contentDisposition: `attachment; filename="${fileName}"`,
      body: body as never,
    };
  },
);
