// Universal targets: any operation of a service that changes something, with its request as the input. Pure but for the models.
// AWS: "Using universal targets in EventBridge Scheduler".

import { API_SERVICE, type ServiceApis } from "../../../service/apis.ts";
import { loadModel } from "../../../model/load.ts";
import type { OperationModel } from "../../../model/model.ts";
import { invalid, notImplemented } from "../errors.ts";
import type { TargetRecord } from "../records.ts";
import { unknownField } from "./request.ts";
import type { RequestJson, Target } from "./target.ts";

// AWS: the page lists what actions must not begin with: those that only read.
const READING = [
  ..."get describe list poll receive search scan query select read lookup discover validate".split(" "),
  ..."batchGet batchDescribe batchRead transactGet adminGet adminList testMigration retrieve".split(" "),
  ..."testConnection translateDocument isAuthorized invokeModel".split(" "),
];

/** The target; throws for operations that are not there or only read, and for inputs that they do not take. */
export function universal(target: TargetRecord): Target {
  const [service = "", action = "", ...rest] = target.Arn.slice("arn:aws:scheduler:::aws-sdk:".length).split(":");
  if (service === "" || !/^[a-z]\w*$/.test(action) || rest.length > 0)
    throw invalid("Provided Arn is not in correct format.");
  if (READING.some((prefix) => action.startsWith(prefix)))
    throw invalid(`${action} for the service ${service} is not supported.`);
  const api = apiOf(service);
  if (api === undefined) throw notImplemented(`A target of ${service}`);
  const operation = findOperation(api, action);
  if (operation === undefined) throw invalid(`${action} for the service ${service} is not supported.`);
  requireFields(target, operation, service, action);
  return { api, operation: operation.name, requestOf: parseRequest };
}

/** AWS's names of services in these ARNs are those of the SDK in small letters. */
function apiOf(service: string): keyof ServiceApis | undefined {
  const names = Object.keys(API_SERVICE) as (keyof ServiceApis)[];
  return names.find((name) => name.toLowerCase() === service);
}

function findOperation(api: keyof ServiceApis, action: string): OperationModel | undefined {
  return loadModel(API_SERVICE[api]).operations.get(action.charAt(0).toUpperCase() + action.slice(1));
}

function requireFields({ Input }: TargetRecord, operation: OperationModel, service: string, action: string): void {
  if (Input === undefined) return;
  const unknown = unknownField(operation.input, parseRequest(Input));
  // AWS: recorded from the service.
  if (unknown !== undefined)
    throw invalid(
      `Invalid RequestJson provided. Reason The field '${unknown}' is not supported by api '${action}' for the service '${service}'.`,
    );
}

function parseRequest(input: string): RequestJson {
  try {
    const value: unknown = JSON.parse(input);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as RequestJson;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalid("Invalid RequestJson provided. Reason The input is not a JSON object.");
}
