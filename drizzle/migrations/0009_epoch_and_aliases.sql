CREATE TABLE "database_epoch" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL,
	"restored_at" timestamp with time zone,
	CONSTRAINT "database_epoch_only" CHECK ("database_epoch"."is_only")
);
--> statement-breakpoint
CREATE TABLE "order_aliases" (
	"account_id" integer NOT NULL,
	"alias" text NOT NULL,
	"client_order_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "order_aliases_account_id_alias_client_order_id_pk" PRIMARY KEY("account_id","alias","client_order_id")
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "epoch" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "open_orders" ADD COLUMN "is_doubtful" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "open_orders" ADD COLUMN "refusal" jsonb;--> statement-breakpoint
ALTER TABLE "open_orders" ADD COLUMN "missing_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "order_aliases" ADD CONSTRAINT "order_aliases_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
INSERT INTO "database_epoch" DEFAULT VALUES;
