// The OpenAPI document that a SAM HTTP API is given, and what the translator cannot write into one that it does not see.

import { isRecord } from "../template/values.ts";
import { SamError } from "./draft.ts";
import type { Values } from "./draft.ts";

/** `DefinitionBody`: a document, an intrinsic function that stands for one, or nothing. */
export function definitionBody({ DefinitionBody: body }: Values): Values | undefined {
  if (body !== undefined && !isRecord(body)) throw new SamError("Property 'DefinitionBody' should be a map.");
  return body;
}

/** True for what the translator can write into: a document of OpenAPI 3 with paths, or one that is still to be made. */
export function isOpenApi(body: unknown): body is Values | undefined {
  if (body === undefined) return true;
  return isRecord(body) && isRecord(body["paths"]) && /^3(\.|$)/.test(String(body["openapi"]));
}

/** A given document with the description of the API. AWS: the document has its name. */
export function describedDefinition(given: Values, properties: Values): Values {
  const { Description: description } = properties;
  const info = isRecord(given["info"]) ? given["info"] : {};
  const isTwice = {
    Name: properties["Name"],
    Description: info["description"] === undefined ? undefined : description,
  };
  for (const [name, value] of Object.entries(isTwice))
    if (value !== undefined)
      throw new SamError(
        `Unable to set ${name} because it is already defined within inline OpenAPI specified in the 'DefinitionBody' property.`,
        properties,
        name,
      );
  return description === undefined ? given : { ...given, info: { ...info, description } };
}

/** AWS: such a definition goes on as it is, and everything that would be written into it is refused. */
export function requireNothingToWrite(properties: Values, hasRoutes: boolean): void {
  const { Auth: auth, CorsConfiguration: cors } = properties;
  if (cors !== undefined && cors !== false)
    throw new SamError(
      "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid OpenApi definition.",
      properties,
      "CorsConfiguration",
    );
  if (isRecord(auth) && Object.keys(auth).length > 0)
    throw new SamError(
      "Unable to add Auth configuration because 'DefinitionBody' does not contain a valid OpenApi definition.",
      properties,
      "Auth",
    );
  if (properties["Tags"] !== undefined)
    throw new SamError(
      "Unable to add `Tags` because 'DefinitionBody' does not contain a valid OpenApi definition.",
      properties,
      "Tags",
    );
  const written = ["Description", "DisableExecuteApiEndpoint", "Name"].some((name) => properties[name] !== undefined);
  if (written || hasRoutes)
    throw new SamError(
      "Structure of the SAM template is invalid. Invalid OpenApi document. Invalid values or missing keys for 'openapi' or 'paths' in 'DefinitionBody'.",
      properties,
      "DefinitionBody",
    );
}

/** AWS: what the translator writes into a definition needs one that it can see. */
export function requireNoInlineParts(properties: Values): void {
  if (properties["DefinitionBody"] !== undefined)
    throw new SamError("Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
  if (properties["CorsConfiguration"] !== undefined && properties["CorsConfiguration"] !== false)
    throw new SamError("Cors works only with inline OpenApi specified in 'DefinitionBody' property.");
  if (isRecord(properties["Auth"]) && Object.keys(properties["Auth"]).length > 0)
    throw new SamError("Auth works only with inline OpenApi specified in the 'DefinitionBody' property.");
  if (properties["DisableExecuteApiEndpoint"] !== undefined)
    throw new SamError("DisableExecuteApiEndpoint works only within 'DefinitionBody' property.");
  for (const name of ["Tags", "Name", "Description"])
    if (properties[name] !== undefined)
      throw new SamError(`${name} works only with inline OpenApi specified in the 'DefinitionBody' property.`);
}
