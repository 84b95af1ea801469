// ExportApi: an HTTP API, or what a stage of it serves, as an OpenAPI definition.

import type { ExportApiCommandInput, ExportApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import { stringify } from "yaml";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { partsToServe, protocolOf, requireApi, requirePart, servedBy } from "../apis.ts";
import { badRequest } from "../errors.ts";
import { exportDefinition } from "../http/openapi/export.ts";
import { apiEndpoint } from "../shapes.ts";

export const exportApi = defineOperation<Input<ExportApiCommandInput>, ExportApiCommandOutput>(
  "ExportApi",
  ({ ApiId, ExportVersion, IncludeExtensions, OutputType, Specification, StageName }, context) => {
    const [api, served] = context.store.read((tx) => {
      const found = requireApi(tx, context, ApiId);
      if (StageName === undefined) return [found, partsToServe(tx, context, ApiId)];
      return [found, servedBy(tx, context, ApiId, requirePart(tx, context, ApiId, "stage", StageName))];
    });
    if (protocolOf(api) !== "HTTP") throw badRequest("ExportApi is supported only for HTTP APIs");
    if (Specification !== "OAS30")
      throw badRequest("Invalid specification specified. The only supported value is OAS30");
    if (OutputType !== "JSON" && OutputType !== "YAML")
      throw badRequest("Invalid outputType specified. Valid values are JSON and YAML");
    if (ExportVersion !== undefined && ExportVersion !== "1.0")
      throw badRequest("Invalid exportVersion specified. The only supported value is 1.0");
    const definition = exportDefinition(api, served, {
      endpoint: apiEndpoint(api, context.origin),
      stageName: StageName,
      hasExtensions: IncludeExtensions ?? true,
    });
    const text = OutputType === "JSON" ? JSON.stringify(definition, undefined, 2) : stringify(definition);
    // The SDK types the member as its clients see it: bytes with ways to read them.
    return { body: new TextEncoder().encode(text) as never };
  },
);
