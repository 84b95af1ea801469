// ListApplications: the names of all applications.

import type { ListApplicationsCommandInput, ListApplicationsCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { takePage } from "../pages.ts";
import { listApplicationRecords } from "../repo.ts";

export const listApplications = defineOperation<Input<ListApplicationsCommandInput>, ListApplicationsCommandOutput>(
  "ListApplications",
  ({ nextToken }, context) =>
    context.store.read((tx) => {
      const page = takePage(
        [...listApplicationRecords(tx, context)].map(({ name }) => name),
        nextToken,
      );
      return { applications: page.items, nextToken: page.nextToken };
    }),
);
