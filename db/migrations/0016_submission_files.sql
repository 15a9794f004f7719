CREATE TABLE "submission_files" (
	"account_id" uuid NOT NULL,
	"milestone_id" uuid NOT NULL,
	"round" smallint NOT NULL,
	"position" smallint NOT NULL,
	"file_id" uuid NOT NULL,
	"file_state" text NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"sha256" "bytea" NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "submission_files_pk" PRIMARY KEY("account_id","milestone_id","round","position"),
	CONSTRAINT "submission_files_once" UNIQUE("account_id","milestone_id","round","file_id"),
	CONSTRAINT "submission_files_attached" CHECK ("submission_files"."file_state" = 'attached'),
	CONSTRAINT "submission_files_ten" CHECK ("submission_files"."position" between 1 and 10)
);
--> statement-breakpoint
ALTER TABLE "files" DROP CONSTRAINT "files_owner_fk";
--> statement-breakpoint
ALTER TABLE "submission_files" ADD CONSTRAINT "submission_files_submission_fk" FOREIGN KEY ("account_id","milestone_id","round") REFERENCES "public"."milestone_submissions"("account_id","milestone_id","round") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_files" ADD CONSTRAINT "submission_files_content_fk" FOREIGN KEY ("account_id","file_id","file_state","name","media_type","size_bytes","sha256") REFERENCES "public"."files"("account_id","id","state","name","media_type","size_bytes","sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "submission_files_by_file" ON "submission_files" USING btree ("account_id","file_id");--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_owner_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Row-level security and pins, as for request_files in 0003.
ALTER TABLE submission_files ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE submission_files FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE submission_files ADD CONSTRAINT submission_files_account_fk FOREIGN KEY (account_id) REFERENCES accounts (id);
--> statement-breakpoint
ALTER TABLE submission_files ADD CONSTRAINT submission_files_audit_fk FOREIGN KEY (account_id, audit_id) REFERENCES audit_events (account_id, id) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
CREATE POLICY submission_files_read ON submission_files FOR SELECT USING (account_id = app.acct());
--> statement-breakpoint
CREATE POLICY submission_files_add ON submission_files FOR INSERT WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id());
--> statement-breakpoint
DO $$
BEGIN
  EXECUTE format('REVOKE DELETE, TRUNCATE ON submission_files FROM %I', current_user);
END $$;
