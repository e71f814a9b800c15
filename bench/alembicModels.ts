import { parentOf } from "#bench/models.ts";

/** The models of `modelsText` for SQLAlchemy: the same tables, columns, indexes and keys. */
export function sqlalchemyText(count: number): string {
  const head = `from sqlalchemy import ARRAY, Column, Float, ForeignKey, Index, Integer, Numeric, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import declarative_base
Base = declarative_base()
`;
  return [head, ...Array.from({ length: count }, (_, at) => model(at))].join("\n");
}

function model(at: number): string {
  const table = `model_${at}`;
  return `class Model${at}(Base):
    __tablename__ = "${table}"
    id = Column(Integer, primary_key=True, autoincrement=True)
    title = Column(String(200), nullable=False)
    slug = Column(Text, nullable=False)
    body = Column(Text)
    status = Column(String(50), nullable=False, server_default=text("'draft'"))
    priority = Column(Integer, nullable=False, server_default=text("1"))
    score = Column(Float(53), nullable=False, server_default=text("0"))
    price = Column(Numeric(10, 2), nullable=False, server_default=text("1.50"))
    tags = Column(ARRAY(Text))
    meta = Column(JSONB, nullable=False, server_default=text("'{}'"))
    created_at = Column(TIMESTAMP(precision=3), nullable=False, server_default=text("CURRENT_TIMESTAMP"))
    parent_id = Column(Integer, ForeignKey("model_${parentOf(at)}.id", name="${table}_parent_id_fkey", ondelete="SET NULL", onupdate="CASCADE"))
    __table_args__ = (
        Index("${table}_slug_key", "slug", unique=True),
        Index("${table}_status_created_at_idx", "status", "created_at"),
        Index("${table}_parent_id_idx", "parent_id"),
    )
`;
}
