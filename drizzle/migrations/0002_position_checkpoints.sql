ALTER TABLE "strategy_positions" ADD COLUMN "checkpoints" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "strategy_positions" DROP COLUMN "checkpoint";