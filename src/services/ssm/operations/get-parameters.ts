// GetParameters: up to ten parameters; those that are not there are listed apart.

import type { GetParametersCommandInput, GetParametersCommandOutput, Parameter } from "@aws-sdk/client-ssm";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { findVersion } from "../find.ts";
import { parseReference } from "../name.ts";
import { describeValue } from "../parameter.ts";
import { readSecretReference } from "../secret-references.ts";
import { decrypted } from "../secure-value.ts";

export const getParameters = defineOperation<Input<GetParametersCommandInput>, GetParametersCommandOutput>(
  "GetParameters",
  async ({ Names, WithDecryption: isDecrypted = false }, context) => {
    const Parameters: Parameter[] = [];
    const InvalidParameters: string[] = [];
    for (const text of new Set(Names)) {
      const found = await read(context, text, isDecrypted);
      if (found === undefined) InvalidParameters.push(text);
      else Parameters.push(found);
    }
    return { Parameters, InvalidParameters };
  },
);

async function read(context: Context, text: string, isDecrypted: boolean): Promise<Parameter | undefined> {
  try {
    const reference = parseReference(text, context);
    const secret = await readSecretReference(context, reference, isDecrypted);
    if (secret !== undefined) return secret;
    const found = context.store.read((tx) => findVersion(tx, context, reference));
    if (found === undefined) return undefined;
    const shown = isDecrypted ? await decrypted(context, found) : found;
    return describeValue(context, shown, reference.selector);
  } catch (error) {
    // AWS: here a missing version is an invalid parameter, not an error; a key that cannot be used is one.
    const isAnswered = error instanceof AwsError && /^(?:Parameter|ValidationException)/.test(error.code);
    if (!isAnswered) throw error;
    return undefined;
  }
}
