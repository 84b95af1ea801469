// Completion for shells, made of the commands as they are: names of commands and options after each command.

import type { Command } from "commander";

/** The shells that are known. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** One command: its words, and what may follow it. */
interface Node {
  /** Such as "env create"; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly { readonly name: string; readonly description: string }[];
}

/** A script that the shell evaluates: `eval "$(stackyard completion bash)"`. */
export function completionScript(program: Command, shell: (typeof SHELLS)[number]): string {
  const nodes = nodesOf(program, "");
  if (shell === "bash") return bash(nodes);
  return shell === "zsh" ? `autoload -U +X bashcompinit && bashcompinit\n${bash(nodes)}` : fish(nodes);
}

function nodesOf(command: Command, path: string): readonly Node[] {
  const node: Node = {
    path,
    commands: command.commands.map((each) => ({ name: each.name(), description: each.description() })),
    options: command.options.flatMap((option) =>
      option.long === undefined ? [] : [{ name: option.long, description: option.description }],
    ),
  };
  const below = command.commands.flatMap((each) => nodesOf(each, path === "" ? each.name() : `${path} ${each.name()}`));
  return [node, ...below];
}

function bash(nodes: readonly Node[]): string {
  const known = nodes.filter((node) => node.path !== "").map((node) => `"${node.path}"`);
  const cases = nodes.map(({ path, commands, options }) => {
    const words = [...commands, ...options].map((each) => each.name).join(" ");
    return `    "${path}") words="${words}" ;;`;
  });
  return `_stackyard() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" word longer words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    longer="\${path:+$path }$word"
    case "$longer" in
    ${known.join("|")}) path="$longer" ;;
    esac
  done
  case "$path" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _stackyard stackyard
`;
}

function fish(nodes: readonly Node[]): string {
  const lines = nodes.flatMap(({ path, commands, options }) => {
    const condition = path === "" ? "__fish_use_subcommand" : `__fish_seen_subcommand_from ${path.split(" ").at(-1)}`;
    const line = (argument: string, description: string): string =>
      `complete -c stackyard -n '${condition}' ${argument} -d ${quoted(description)}`;
    return [
      ...commands.map(({ name, description }) => line(`-a ${name}`, description)),
      ...options.map(({ name, description }) => line(`-l ${name.slice(2)}`, description)),
    ];
  });
  return `${lines.join("\n")}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
