// restJson1: HTTP bindings with JSON bodies. Lambda, API Gateway, SES v2, X-Ray and the newer services.

import type { AwsError } from "../kernel/errors.ts";
import type { OperationModel, ServiceModel, StructureShape } from "../model/model.ts";
import { compileInput, compileOutput, type Values } from "./http-bindings.ts";
import { jsonBodyFormat, jsonErrorMembers, messageName } from "./json-bodies.ts";
import { createJsonShapes } from "./json-shapes.ts";
import { cachedByKey, type Codec, type HttpRequest, type HttpResponse } from "./wire.ts";

const shapes = createJsonShapes({ honoursJsonName: true });

const format = jsonBodyFormat(shapes, "application/json");

const inputReader = cachedByKey((operation: OperationModel) => compileInput(operation, format));
const outputWriter = cachedByKey((operation: OperationModel) =>
  compileOutput(operation.output, operation.http?.status ?? 200, format),
);
const errorWriter = cachedByKey((shape: StructureShape) => compileOutput(shape, shape.error?.status ?? 400, format));

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
    const members = { ...error.members, [messageName(shape, error)]: error.message };
    const response =
      shape === undefined
        ? { headers: {} as Record<string, string>, body: JSON.stringify(jsonErrorMembers(members)) }
        : errorWriter(shape)(members);
    return {
      status: error.status,
      headers: {
        ...response.headers,
        "content-type": "application/json",
        "x-amzn-RequestId": requestId,
        "x-amzn-ErrorType": shape?.name ?? error.code,
      },
      body: response.body,
    };
  },
};
