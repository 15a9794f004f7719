import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Suites of a minute and more: begun last, one of them would run alone while the other core waits. */
const longest = [
  "db/escrow-model.test.ts",
  "db/races.test.ts",
  "db/model.test.ts",
  "db/driver-chaos.test.ts",
  "lib/mail/outbox-workers.test.ts",
];

/** The long suites first, in this order; the others as they would have come. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/${name}`));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
