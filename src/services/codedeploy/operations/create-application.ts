// CreateApplication: an application, which holds deployment groups.

import type { CreateApplicationCommandInput, CreateApplicationCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePlatform } from "../applications.ts";
import { applicationExists } from "../errors.ts";
import { loadApplication, saveApplication } from "../repo.ts";
import { parseTags } from "../tags.ts";

export const createApplication = defineOperation<Input<CreateApplicationCommandInput>, CreateApplicationCommandOutput>(
  "CreateApplication",
  ({ applicationName: name, computePlatform, tags }, context) => {
    requirePlatform(computePlatform);
    return context.store.write((tx) => {
      if (loadApplication(tx, context, name) !== undefined) throw applicationExists(name);
      const application = { v: 1 as const, name, id: context.random.uuid(), createdAtMs: context.clock.nowMs() };
      saveApplication(tx, context, { ...application, tags: parseTags(tags) });
      return { applicationId: application.id };
    });
  },
);
