// restJson1: HTTP bindings with JSON bodies. Lambda, API Gateway, SES v2, X-Ray and the newer services.

import type { AwsError } from "../kernel/errors.ts";
import type { OperationModel, ServiceModel, StructureShape } from "../model/model.ts";
import { compileHead, compileInput, compileOutput, isBound, type Values } from "./http-bindings.ts";
import { jsonBodyFormat, jsonErrorMembers, messageName } from "./json-bodies.ts";
import { createJsonShapes } from "./json-shapes.ts";
import { cachedByKey, type Codec, type HttpRequest, type HttpResponse } from "./wire.ts";

const shapes = createJsonShapes({ honoursJsonName: true });

const format = jsonBodyFormat(shapes, "application/json");

const inputReader = cachedByKey((operation: OperationModel) => compileInput(operation, format));
const outputWriter = cachedByKey((operation: OperationModel) => compileOutput(operation, format));
const errorWriter = cachedByKey((shape: StructureShape) => ({
  addHead: compileHead(shape),
  encode: shapes.bodyEncoder(shape, (member) => !isBound(member, "out")),
}));

/** The codec of restJson1. */
export const restJson: Codec = {
  protocol: "restJson1",

  decodeInput(operation: OperationModel, request: HttpRequest) {
    return inputReader(operation)(request);
  },

  encodeOutput(operation: OperationModel, output: Values, requestId: string): HttpResponse {
    const response = outputWriter(operation)(output);
    response.headers["x-amzn-RequestId"] = requestId;
    return response;
  },

  encodeError(service: ServiceModel, _operation: OperationModel | undefined, error: AwsError, requestId: string) {
    const shape = service.errors.get(error.code);
    const writer = shape && errorWriter(shape);
    const head = {
      status: error.status,
      headers: {
        "content-type": format.contentType,
        "x-amzn-RequestId": requestId,
        "x-amzn-ErrorType": shape?.name ?? error.code,
      } as Record<string, string>,
    };
    writer?.addHead(error.members, head);
    const members = writer === undefined ? jsonErrorMembers(error.members) : (writer.encode(error.members) as object);
    // The message goes out even where the shape has no member for it, as in the management API of WebSocket connections.
    return { ...head, body: JSON.stringify({ ...members, [messageName(shape, error)]: error.message }) };
  },
};
