// GetRandomPassword: a password that nobody had before.

import type { GetRandomPasswordCommandInput, GetRandomPasswordCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { randomPassword } from "../random-password.ts";

export const getRandomPassword = defineOperation<Input<GetRandomPasswordCommandInput>, GetRandomPasswordCommandOutput>(
  "GetRandomPassword",
  (input, context) => ({
    RandomPassword: randomPassword(context.random, input),
  }),
);
