// What both API Gateway services answer about domains, in AWS's words.

import { AwsError } from "../../kernel/errors.ts";

/** 400, a request that is wrong. */
export function badRequest(message: string): AwsError {
  return new AwsError({ code: "BadRequestException", status: 400, message });
}

/** 404, what is not there. */
export function notFound(message: string): AwsError {
  return new AwsError({ code: "NotFoundException", status: 404, message });
}

/** 409, what is there already. */
export function conflict(message: string): AwsError {
  return new AwsError({ code: "ConflictException", status: 409, message });
}
