import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";

/** What is not there and what is out of this person's reach look the same. */
export default function StaffNotFound() {
  return (
    <Page width="form">
      <PageHeader title="Nothing here" sentence="It does not exist, or it is not yours to see. Nothing was changed." />
      <p>
        <ButtonLink href="/staff/moves">Go to money moves</ButtonLink>
      </p>
    </Page>
  );
}
