import { execFileSync } from "node:child_process";
import { Command } from "commander";
import { expect, test } from "vitest";
import { completionScript } from "../completion.ts";

function program(): Command {
  const made = new Command("stackyard");
  made.command("deploy [DIR]").description("Deploy it.").option("--env <name>", "the one's name");
  const env = made.command("env [DIR]").description("Environments.").option("--json", "data");
  env.command("create <NAME>").description("Make one.").option("--ttl <time>", "how long");
  env.command("destroy <NAME>").description("Delete one.");
  return made;
}

/** What bash would offer after a line; the last word is the one being written. */
function offered(line: string): string[] {
  const words = line.split(" ");
  const script = `${completionScript(program(), "bash")}
COMP_WORDS=(${words.map((word) => `"${word}"`).join(" ")}); COMP_CWORD=${words.length - 1}
_stackyard; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", script], { encoding: "utf8", cwd: "/" }).trim().split("\n");
}

// Goal: the shell offers what the commands really have. Method: the script for bash, run by bash.
test("offers commands, then what may follow each", () => {
  expect(offered("stackyard d")).toEqual(["deploy"]);
  expect(offered("stackyard deploy --")).toEqual(["--env"]);
  expect(offered("stackyard deploy --env dev --")).toEqual(["--env"]);
  expect(offered("stackyard env ")).toEqual(["create", "destroy", "--json"]);
  expect(offered("stackyard env create pr-1 --t")).toEqual(["--ttl"]);
});

test("fish gets the same with descriptions", () => {
  const script = completionScript(program(), "fish");
  expect(script).toContain("complete -c stackyard -n '__fish_use_subcommand' -a deploy -d 'Deploy it.'");
  expect(script).toContain(
    "complete -c stackyard -n '__fish_seen_subcommand_from deploy' -l env -d 'the one\\'s name'",
  );
});
