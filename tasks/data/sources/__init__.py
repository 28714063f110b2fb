"""The corpora that can be read. To add one: a file here, a line below with its setting, a test."""

from tasks.data.sources import (
    aqua_rat,
    folio,
    gaokao,
    gsm8k,
    knights,
    logicbench,
    mathqa,
    stack_exchange,
    tal_scq5k,
    traces,
)
from tasks.data.sources.source import Source

SOURCES: dict[str, Source] = {
    "gsm8k": gsm8k.SOURCE,
    "tal_scq5k": tal_scq5k.SOURCE,
    "mathqa": mathqa.SOURCE,
    "aqua_rat": aqua_rat.SOURCE,
    "gaokao": gaokao.SOURCE,
    "knights": knights.SOURCE,
    "folio": folio.SOURCE,
    "logicbench": logicbench.SOURCE,
    "traces": traces.SOURCE,
    "stack_exchange": stack_exchange.SOURCE,
}
"""Name of a source, which is also its setting in the `ingest` section -> what it is."""
