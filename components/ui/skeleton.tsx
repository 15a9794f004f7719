import { cn } from "@/lib/cn";

/** A grey bar where text will stand. Decoration: the page says "Loading" once. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn("block h-3.5 animate-wait rounded-control bg-line", className)} />;
}

/** The shape of a list while it loads: same frame, same row height, so nothing jumps when rows arrive. */
export function SkeletonTable({ rows = 8, columns = 4 }: { rows?: number; columns?: number }) {
  return (
    <div aria-hidden="true" className="divide-y divide-line overflow-hidden rounded-sheet border border-line bg-sheet">
      <div className="hidden h-9 sm:block" />
      {lines(rows).map((row) => (
        <div key={row} className="flex h-14.5 items-center gap-6 px-4">
          <div className="grid flex-1 gap-2">
            <Skeleton className={widths[row % widths.length]} />
            <Skeleton className="h-2.5 w-32" />
          </div>
          {lines(columns - 1).map((column) => (
            <Skeleton key={column} className={cn("w-20", column < columns - 2 && "hidden sm:block")} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** A whole list page while it loads, for `loading.tsx`. */
export function SkeletonPage({ title, rows }: { title: string; rows?: number }) {
  return (
    <div className="mx-auto grid max-w-[1280px] gap-6">
      <p role="status" className="sr-only">
        Loading {title}
      </p>
      <div aria-hidden="true" className="flex h-9 items-center text-2xl font-semibold">
        {title}
      </div>
      <div aria-hidden="true" className="h-10 border-b border-line" />
      <SkeletonTable rows={rows} />
    </div>
  );
}

const widths = ["w-3/5", "w-2/5", "w-1/2", "w-1/3"];

function lines(count: number): number[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => index);
}
