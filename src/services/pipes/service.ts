// Amazon EventBridge Pipes. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { createPipe } from "./operations/create-pipe.ts";
import { deletePipe } from "./operations/delete-pipe.ts";
import { describePipe } from "./operations/describe-pipe.ts";
import { listPipes } from "./operations/list-pipes.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { startPipe } from "./operations/start-pipe.ts";
import { stopPipe } from "./operations/stop-pipe.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updatePipe } from "./operations/update-pipe.ts";
import { permissions } from "./permissions.ts";
import { startPipes } from "./pollers.ts";
import { tagging } from "./resource-tagging.ts";
import { pipeType } from "./resources/pipe.ts";
import { transitionJob } from "./transitions.ts";

export const pipes = defineService({
  id: "pipes",
  operations: [
    createPipe,
    deletePipe,
    describePipe,
    listPipes,
    listTagsForResource,
    startPipe,
    stopPipe,
    tagResource,
    untagResource,
    updatePipe,
  ],
  permissions,
  constraints,
  unserved: {
    CreatePipe: ["KmsKeyIdentifier"],
    UpdatePipe: ["KmsKeyIdentifier"],
  },
  jobs: [transitionJob],
  resourceTypes: [pipeType],
  tagging,
  start: startPipes,
});
