"""Programs for contributors: they write skeletons and reviewed inputs. No run imports them."""
