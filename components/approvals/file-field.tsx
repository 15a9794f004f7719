"use client";

import { type DragEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { FieldErrors } from "@/components/ui/field-errors";
import { useScripts } from "@/components/ui/use-scripts";
import {
  acceptedEndings,
  acceptedWords,
  endingOf,
  mostBytes,
  mostFiles,
  refusalWords,
  sizeText,
} from "@/lib/files/rules";
import { contractHeader, sendFile } from "./send-file";

export type AttachedFile = { id: string; name: string; sizeBytes: number };

type Item = {
  key: string;
  name: string;
  sizeBytes: number;
  /** set once it is taken */
  id?: string;
  /** 0 to 1 while it travels */
  progress?: number;
  error?: string;
  /** belongs to the request this one was copied from */
  carried?: true;
};

type FileFieldProps = {
  label: string;
  name: string;
  errors: readonly string[];
  /** what a copy brings along */
  initial: readonly AttachedFile[];
  /** told while files travel, so that the form waits */
  onBusy(busy: boolean): void;
  /** how many the form takes */
  most?: number;
  /** who gets to see them, as the end of the hint */
  seenBy?: string;
  /** the freelancer's contract that they are for */
  contractId?: string;
};

/**
 * Files of a form that is being filled in. Each travels at once and by itself, with its progress, and may be taken out
 * again; the form carries ids. It needs scripts; without them the form is submitted without new files.
 */
export function FileField({
  label,
  name,
  errors,
  initial,
  onBusy,
  most = mostFiles,
  seenBy = "The approvers can download them.",
  contractId,
}: FileFieldProps) {
  const ready = useScripts();
  const [items, setItems] = useState<readonly Item[]>(() =>
    initial.map((file) => ({ ...file, key: file.id, carried: true })),
  );
  const [news, setNews] = useState("");
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const travelling = useRef(new Map<string, AbortController>());
  const busy = items.some((item) => item.progress !== undefined);

  useEffect(() => onBusy(busy), [busy, onBusy]);
  useEffect(() => {
    const all = travelling.current;
    return () => {
      for (const each of all.values()) each.abort();
    };
  }, []);

  const change = (key: string, facts: Partial<Item>) =>
    setItems((now) => now.map((item) => (item.key === key ? { ...item, ...facts } : item)));

  function add(chosen: FileList | null) {
    let room = most - items.filter((item) => !item.error).length;
    for (const file of chosen ?? []) {
      const key = crypto.randomUUID();
      const error = room > 0 ? refusalOf(file) : `Attach at most ${most === 1 ? "one file" : `${most} files`}.`;
      const item: Item = { key, name: file.name, sizeBytes: file.size };
      if (error) {
        setItems((now) => [...now, { ...item, error }]);
        setNews(`${file.name}: ${error}`);
        continue;
      }
      room -= 1;
      setItems((now) => [...now, { ...item, progress: 0 }]);
      void travel(key, file);
    }
    if (picker.current) picker.current.value = ""; // the same file may be chosen again
  }

  async function travel(key: string, file: File) {
    const control = new AbortController();
    travelling.current.set(key, control);
    const result = await sendFile(file, (progress) => change(key, { progress }), {
      signal: control.signal,
      contractId,
    });
    travelling.current.delete(key);
    if (control.signal.aborted) return;
    if (result.ok) {
      change(key, { ...result.file, progress: undefined });
      setNews(`${result.file.name} is attached.`);
    } else {
      change(key, { progress: undefined, error: result.message });
      setNews(`${file.name}: ${result.message}`);
    }
  }

  function remove(item: Item) {
    travelling.current.get(item.key)?.abort();
    if (item.id && !item.carried)
      fetch(`/api/uploads/${item.id}`, { method: "DELETE", headers: contractHeader(contractId) }).catch(() => {}); // else swept
    setItems((now) => now.filter((each) => each.key !== item.key));
    setNews(`${item.name} is removed.`);
    button.current?.focus();
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  }

  const id = `field-${name}`;
  return (
    <fieldset
      className="min-w-0"
      aria-labelledby={`${id}-label`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p id={`${id}-label`} className="mb-1.5 font-medium">
        {label}
        <span className="font-normal text-ink-soft"> (optional)</span>
      </p>
      <p id={`${id}-hint`} className="-mt-1 mb-1.5 text-xs text-ink-soft">
        {most === 1 ? "One file" : `Up to ${most} files`} of 25 MB: {acceptedWords}. {seenBy}
      </p>
      <div
        data-over={over || undefined}
        className="grid gap-1 rounded-control border border-dashed border-edge p-3 data-over:border-action data-over:bg-hover"
      >
        {items.length > 0 && (
          <ul className="mb-2 grid" aria-labelledby={`${id}-label`}>
            {items.map((item) => (
              <Line key={item.key} item={item} name={name} onRemove={() => remove(item)} />
            ))}
          </ul>
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Button
            ref={button}
            id={id}
            disabled={!ready}
            aria-describedby={`${id}-hint${errors.length > 0 ? ` ${id}-errors` : ""}`}
            onClick={() => picker.current?.click()}
          >
            {most === 1 ? "Attach a file" : "Attach files"}
          </Button>
          <span className="text-xs text-ink-soft pointer-coarse:hidden">or drop {most === 1 ? "it" : "them"} here</span>
          <noscript>
            <span className="text-xs text-ink-soft">Attaching files needs scripts, which are off in this browser.</span>
          </noscript>
        </div>
        <input
          ref={picker}
          type="file"
          multiple={most > 1}
          hidden
          tabIndex={-1}
          aria-label={label}
          accept={acceptedEndings}
          onChange={(event) => add(event.target.files)}
        />
      </div>
      <p role="status" className="sr-only">
        {news}
      </p>
      <FieldErrors id={`${id}-errors`} errors={errors} />
    </fieldset>
  );
}

/** What can be told before a byte travels; the server looks again. */
function refusalOf(file: File): string | undefined {
  if (file.size === 0) return refusalWords.empty;
  if (file.size > mostBytes) return refusalWords["too-large"];
  return acceptedEndings.split(",").includes(`.${endingOf(file.name)}`) ? undefined : refusalWords["unknown-type"];
}

function Line({ item, name, onRemove }: { item: Item; name: string; onRemove(): void }) {
  return (
    <li className="flex items-start justify-between gap-x-3">
      <span className="min-w-0 flex-1 py-1.5 pointer-coarse:py-2.5">
        <span className="wrap-anywhere">{item.name}</span>{" "}
        <span className="text-xs whitespace-nowrap text-ink-soft">{sizeText(item.sizeBytes)}</span>
        {item.progress !== undefined && (
          <progress
            className="block h-1.5 w-full max-w-60 accent-action"
            aria-label={`Sending ${item.name}`}
            max={1}
            value={item.progress}
          />
        )}
        {item.error && <span className="block text-xs font-medium text-bad">{item.error}</span>}
      </span>
      <Button variant="link" size="small" aria-label={`Remove ${item.name}`} onClick={onRemove}>
        Remove
      </Button>
      {item.id && <input type="hidden" name={name} value={item.id} />}
    </li>
  );
}
