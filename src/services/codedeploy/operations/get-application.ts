// GetApplication: an application.

import type { GetApplicationCommandInput, GetApplicationCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeApplication, requireApplication } from "../applications.ts";

export const getApplication = defineOperation<Input<GetApplicationCommandInput>, GetApplicationCommandOutput>(
  "GetApplication",
  ({ applicationName }, context) =>
    context.store.read((tx) => ({
      application: describeApplication(requireApplication(tx, context, applicationName)),
    })),
);
