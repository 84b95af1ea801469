// Whether a text is a schema of its type. Pure. AWS: CreateSchema: BadRequestException for content that is none.

import type { Type } from "@aws-sdk/client-schemas";
import { badRequest } from "./errors.ts";

/** Throws BadRequestException unless the text is a document of this type, in JSON. */
export function requireContent(type: Type, content: string): void {
  let document: unknown;
  try {
    document = JSON.parse(content);
  } catch {
    throw badRequest("Content is not valid JSON.");
  }
  if (typeof document !== "object" || document === null || Array.isArray(document))
    throw badRequest("Content is not a JSON object.");
  if (type === "JSONSchemaDraft4") {
    const { $schema: draft } = document as { $schema?: unknown };
    // AWS: "Creating a schema": other drafts are not supported.
    if (draft !== undefined && !/draft-04/.test(JSON.stringify(draft)))
      throw badRequest("Content is not a JSON Schema of draft 4.");
    return;
  }
  const { openapi, info, paths } = document as { openapi?: unknown; info?: unknown; paths?: unknown };
  if (typeof openapi !== "string" || !openapi.startsWith("3.") || typeof info !== "object" || typeof paths !== "object")
    throw badRequest("Content is not an OpenAPI 3.0 document: it needs openapi, info and paths.");
}
