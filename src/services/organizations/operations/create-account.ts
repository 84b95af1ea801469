// CreateAccount: begins to make an account.

import type { CreateAccountCommandInput, CreateAccountCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { CREATE_ACCOUNT, showCreation } from "../creation.ts";
import { newCreationId } from "../names.ts";
import { manage } from "../organization.ts";
import type { CreationRecord } from "../records.ts";
import { savePart } from "../repo.ts";
import { readTags } from "../tags.ts";

export const createAccount = defineOperation<Input<CreateAccountCommandInput>, CreateAccountCommandOutput>(
  "CreateAccount",
  (input, context) => {
    const { AccountName: name, Email: email, RoleName: roleName = "OrganizationAccountAccessRole", Tags } = input;
    const tags = readTags(Tags);
    const { account, clock, jobs, random, region } = context;
    return manage(context, (tx, organization) => {
      const creation: CreationRecord = {
        v: 1,
        id: newCreationId(random),
        name,
        email,
        roleName,
        tags,
        state: "IN_PROGRESS",
        requestedAtMs: clock.nowMs(),
      };
      savePart(tx, organization.id, "creation", creation);
      const payload = { organizationId: organization.id, creationId: creation.id };
      jobs.enqueue(tx, { account, region, kind: CREATE_ACCOUNT, payload, lane: organization.id });
      return { CreateAccountStatus: showCreation(creation) };
    });
  },
);
