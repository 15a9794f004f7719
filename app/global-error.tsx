"use client";

import { BarePage } from "@/components/layout/bare-page";
import { Failure } from "@/components/layout/failure";
import "./globals.css";

/** The document itself failed: it is drawn here anew, with the device's theme, as the cookie is out of reach. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en-US" data-theme="system">
      <body className="font-sans">
        <title>Countersign could not be shown</title>
        <BarePage>
          <Failure
            title="Countersign could not be shown"
            error={error}
            retry={retry}
            home={{ href: "/", label: "Go to the start" }}
          />
        </BarePage>
      </body>
    </html>
  );
}
