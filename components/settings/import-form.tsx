"use client";

import { type FormEvent, useRef, useState } from "react";
import { DataTable } from "@/components/layout/data-table";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useScripts } from "@/components/ui/use-scripts";
import type { ImportAnswer } from "@/lib/import/rules";

type State =
  | { step: "choose"; fault?: string }
  | { step: "busy"; writing: boolean; done?: number; of?: number }
  | { step: "told"; wrote: boolean; answer: ImportAnswer };

const nounWords = {
  members: "Members",
  "purchase-orders": "Purchase orders",
  "job-posts": "Job posts",
  contracts: "Contracts",
};

/** Files are checked first, line by line; only then "Import" writes them, all or nothing. It needs scripts. */
export function ImportForm() {
  const [state, setState] = useState<State>({ step: "choose" });
  const form = useRef<HTMLFormElement>(null);
  const scripts = useScripts();
  const send = async (writing: boolean) => {
    if (!form.current) return;
    const body = new FormData(form.current);
    if (writing) body.set("write", "yes");
    setState({ step: "busy", writing });
    try {
      const answer = await ask(body, (done, of) => setState({ step: "busy", writing, done, of }));
      setState(
        "message" in answer ? { step: "choose", fault: answer.message } : { step: "told", wrote: writing, answer },
      );
    } catch {
      setState({ step: "choose", fault: "The connection broke. Check the files again to see what is there." });
    }
  };
  const check = (event: FormEvent) => {
    event.preventDefault();
    void send(false);
  };
  const ready = state.step === "told" && state.answer.ok && !state.wrote ? freshOf(state.answer) : 0;
  return (
    <form ref={form} onSubmit={check} className="flex flex-col gap-4">
      <label className="flex flex-col gap-1.5">
        <span className="font-medium">CSV files</span>
        <input
          type="file"
          name="file"
          accept=".csv,text/csv"
          multiple
          required
          onChange={() => setState({ step: "choose" })}
          className="rounded-control border border-line-strong bg-field p-2 file:mr-3 file:rounded-control file:border-0 file:bg-quiet file:px-3 file:py-1.5"
        />
      </label>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" variant={ready > 0 ? "plain" : "primary"} disabled={!scripts || state.step === "busy"}>
          Check files
        </Button>
        {ready > 0 && (
          <Button variant="primary" onClick={() => void send(true)}>
            Import {ready.toLocaleString("en-US")} {ready === 1 ? "line" : "lines"}
          </Button>
        )}
      </div>
      <div aria-live="polite">
        {state.step === "busy" && (
          <p className="text-ink-soft">
            {state.writing ? "Importing" : "Checking"}
            {state.of ? `: ${state.done?.toLocaleString("en-US")} of ${state.of.toLocaleString("en-US")} lines` : " …"}
          </p>
        )}
        {state.step === "choose" && state.fault && (
          <Notice tone="bad" title="Nothing was imported">
            {state.fault}
          </Notice>
        )}
        {state.step === "told" && <Told wrote={state.wrote} answer={state.answer} />}
      </div>
    </form>
  );
}

const freshOf = ({ report }: ImportAnswer) => report.files.reduce((sum, file) => sum + file.fresh, 0);

function Told({ wrote, answer }: { wrote: boolean; answer: ImportAnswer }) {
  const { ok, report } = answer;
  return (
    <div className="flex flex-col gap-4">
      <Notice tone={ok ? "good" : "bad"} title={titleOf(wrote, answer)}>
        {ok
          ? wrote
            ? "Everything is in the company now, and in its history."
            : "Every line was checked. Nothing is written yet."
          : "Mend the lines below and choose the files again. Nothing was written."}
      </Notice>
      <DataTable
        label="Files"
        columns={[
          { label: "File" },
          { label: "New", align: "end" },
          { label: "Already there", align: "end" },
          { label: "Refused", align: "end" },
        ]}
      >
        {report.files.map((file) => (
          <tr key={file.noun}>
            <td>{nounWords[file.noun]}</td>
            <td className="text-right tabular-nums">{file.fresh.toLocaleString("en-US")}</td>
            <td className="text-right tabular-nums">
              {file.known.toLocaleString("en-US")}
              {file.known > 0 && file.known < file.lines && (
                <span className="row-second wrap-anywhere">
                  {file.knownLines.includes("–") || file.knownLines.includes(",") ? "lines" : "line"} {file.knownLines}
                </span>
              )}
            </td>
            <td className="text-right tabular-nums">{file.refused.toLocaleString("en-US")}</td>
          </tr>
        ))}
      </DataTable>
      {report.problems.length > 0 && (
        <ul aria-label="What to mend" className="divide-y divide-line">
          {report.problems.map((each) => (
            <li key={`${each.file} ${each.line} ${each.column} ${each.reason}`} className="py-2">
              <p className="font-medium">
                {each.file}
                {each.line !== null && `, line ${each.line}`}
                {each.column && `, ${each.column}`}
                {each.value && <span className="font-normal text-ink-soft"> “{each.value}”</span>}
              </p>
              <p>{each.message}</p>
            </li>
          ))}
        </ul>
      )}
      {report.more > 0 && <p className="text-ink-soft">And {report.more.toLocaleString("en-US")} more.</p>}
    </div>
  );
}

function titleOf(wrote: boolean, answer: ImportAnswer): string {
  const fresh = freshOf(answer);
  const lines = `${fresh.toLocaleString("en-US")} ${fresh === 1 ? "line" : "lines"}`;
  if (!answer.ok) return "These files cannot be imported";
  return wrote ? `${lines} imported` : `${lines} ready to import`;
}

/** Reads the answer line by line, telling of progress on the way. */
async function ask(
  body: FormData,
  progress: (done: number, of: number) => void,
): Promise<ImportAnswer | { message: string }> {
  const response = await fetch("/api/imports", { method: "POST", body });
  if (!response.ok || !response.body) return response.json();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines.filter((each) => each !== "")) {
      const said = JSON.parse(line) as ImportAnswer | { message: string } | { done: number; of: number };
      if ("done" in said) progress(said.done, said.of);
      else return said;
    }
    if (done) return { message: "The answer broke off. Check the files again to see what is there." };
  }
}
