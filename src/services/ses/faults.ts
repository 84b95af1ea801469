// What can go wrong in what both versions of the API do. Each version has its own codes for it: v1/errors.ts, v2/errors.ts.

import type { AwsError } from "../../kernel/errors.ts";

export interface Faults {
  /** Version 1 of the API, or 2: "ses:ApiVersion" and some limits depend on it. */
  readonly version: 1 | 2;
  /** A value that does not fit. */
  invalid(message: string): AwsError;
  rejected(message: string): AwsError;
  accountPaused(): AwsError;
  configurationSetMissing(name: string): AwsError;
  configurationSetPaused(name: string): AwsError;
  mailFromNotVerified(domain: string): AwsError;
  /** More a second than the account may send. */
  tooFast(): AwsError;
  /** More in 24 hours than the account may send. */
  tooMuch(): AwsError;
  templateMissing(name: string): AwsError;
  /** The template is none. */
  templateInvalid(name: string, detail: string): AwsError;
  /** The data is not JSON's. */
  renderingDataInvalid(name: string): AwsError;
  attributeMissing(name: string, message: string): AwsError;
}
