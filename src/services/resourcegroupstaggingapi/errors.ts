// Errors of the Resource Groups Tagging API. The codes are the API reference's; the sentences are inferred where it has none.

import { AwsError } from "../../kernel/errors.ts";

export const invalidParameter = (message: string): AwsError =>
  new AwsError({ code: "InvalidParameterException", message });

export const invalidToken = (): AwsError => invalidParameter("The PaginationToken is not valid.");
