// Mock integrations: no backend; the mapped request says with which status they answer.
// AWS: "Mock integrations for REST APIs in API Gateway".

import { parseJson } from "../../../../service/vtl/json.ts";
import { misconfigured } from "../failure.ts";
import type { IntegrationAnswer, IntegrationRequest } from "./integration.ts";

/** Answers with the status code of {"statusCode": 200}. */
export function answerMock({ body }: IntegrationRequest): IntegrationAnswer {
  const status = statusCodeOf(Buffer.from(body).toString("utf8"));
  if (status === undefined) throw misconfigured("Unable to transform request: a mock integration needs a statusCode");
  return { status, headers: [], body: new Uint8Array() };
}

function statusCodeOf(text: string): number | undefined {
  try {
    const value = parseJson(text);
    const code = value instanceof Map ? value.get("statusCode") : undefined;
    const status = typeof code === "bigint" || typeof code === "string" ? Number(code) : NaN;
    return Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
  } catch {
    return undefined;
  }
}
