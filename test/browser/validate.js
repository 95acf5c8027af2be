// Checks HTML documents: each line of standard input is one as a JSON string,
// each line of standard output the list of its problems as JSON.
import { createInterface } from "node:readline";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const validator = new HtmlValidate(new StaticConfigLoader({
  root: true,
  elements: ["html5"],
  extends: ["html-validate:standard", "html-validate:document", "html-validate:a11y"],
  rules: {
    // The strict content security policy would drop them silently.
    "no-inline-style": "error",
    "no-dup-class": "error",
    "no-dup-attr": "error",
    // Every asset comes from the same server: there is nothing to pin.
    "require-sri": "off",
  },
}));

for await (const line of createInterface({ input: process.stdin })) {
  const report = await validator.validateString(JSON.parse(line));
  const problems = report.results.flatMap((result) => result.messages)
    .map((m) => `html: line ${m.line}, column ${m.column}: ${m.message} (${m.ruleId})`);
  process.stdout.write(JSON.stringify(problems) + "\n");
}
